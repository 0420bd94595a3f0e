package io.peerwright.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The same work on blocking channels of the JDK, a thread for each side: the limit. */
final class NioUdpPair implements UdpPair {

  private final DatagramChannel receiver = open();
  private final SocketAddress to = local(receiver);
  private final DatagramChannel[] senders;
  private final Thread sending = new Thread(this::send, "nio-sender");
  private final Thread receiving = new Thread(this::receive, "nio-receiver");
  private volatile boolean running;
  private volatile boolean closed;
  private volatile long sent;
  private volatile long received;

  NioUdpPair(int sockets) {
    senders = new DatagramChannel[sockets];
    for (int i = 0; i < sockets; i++) {
      senders[i] = open();
    }
    receiving.start();
    sending.start();
  }

  private static DatagramChannel open() {
    try {
      return DatagramChannel.open(StandardProtocolFamily.INET)
          .setOption(StandardSocketOptions.SO_RCVBUF, QUEUE_BYTES)
          .setOption(StandardSocketOptions.SO_SNDBUF, QUEUE_BYTES)
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a socket on loopback", e);
    }
  }

  private static SocketAddress local(DatagramChannel channel) {
    try {
      return channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send() {
    ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD);
    try {
      while (!closed) {
        for (int i = 0; running && i < senders.length; i++) {
          senders[i].send(payload.clear(), to);
          sent++;
        }
        if (!running) {
          LockSupport.park();
        }
      }
    } catch (IOException e) {
      failUnlessClosed(e);
    }
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try {
      while (!closed) {
        receiver.receive(buffer.clear());
        received++;
      }
    } catch (IOException e) {
      failUnlessClosed(e);
    }
  }

  private void failUnlessClosed(IOException e) {
    if (!(e instanceof ClosedChannelException)) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start() {
    running = true;
    LockSupport.unpark(sending);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public long sent() {
    return sent;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public List<Thread> threads() {
    return List.of(sending, receiving);
  }

  @Override
  public void close() {
    running = false;
    closed = true;
    LockSupport.unpark(sending);
    try {
      receiver.close();
      for (DatagramChannel sender : senders) {
        sender.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
