package io.peerwright.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Announces over UDP from many addresses of loopback, some at a time for each: the next one leaves
 * when an answer comes, so that a tracker is busy and nothing is lost.
 */
final class TrackerLoad implements AutoCloseable {

  static final int SWARMS = 2000;

  private static final int ADDRESSES = 64;
  private static final int PORTS = 500;
  private static final int UNDER_WAY = 4;
  private static final int WANT = 50;
  private static final long PROTOCOL_ID = 0x41727101980L;
  private static final long RECONNECT_NANOS = 50_000_000_000L;
  private static final long STALL_MILLIS = 200;

  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final Random random = new Random(7);
  private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);
  private long answers;
  private long peers;
  private long resent;

  TrackerLoad(InetSocketAddress tracker) throws IOException {
    for (int i = 0; i < ADDRESSES; i++) {
      clients.add(new Client(tracker, InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) i})));
    }
  }

  /** The info-hash of a swarm in hexadecimal digits. */
  static String hash(int swarm) {
    return String.format("%040x", 0x7000_0000L + swarm);
  }

  /** Peers in an answer, on average. */
  double peersPerAnswer() {
    return (double) peers / answers;
  }

  /** Announces that were sent again because no answer came. */
  long resent() {
    return resent;
  }

  /** Announces for so long; returns how many were answered. */
  long run(long nanos) throws IOException {
    long before = answers;
    long end = System.nanoTime() + nanos;
    for (Client client : clients) {
      client.drain();
      client.begin();
    }
    while (System.nanoTime() < end) {
      if (selector.select(STALL_MILLIS) == 0) {
        for (Client client : clients) {
          resent += UNDER_WAY;
          client.begin();
        }
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Client) key.attachment()).receive(System.nanoTime() < end);
      }
      selector.selectedKeys().clear();
    }
    return answers - before;
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }

  /** One address. */
  private final class Client {
    private final DatagramChannel channel = DatagramChannel.open();
    private long connection;
    private long connectedAt;

    Client(SocketAddress tracker, InetAddress from) throws IOException {
      channel.bind(new InetSocketAddress(from, 0));
      channel.connect(tracker);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Forgets answers to what was asked before. */
    void drain() throws IOException {
      while (channel.read(packet.clear()) > 0) {
        packet.clear();
      }
    }

    void begin() throws IOException {
      if (connection == 0 || System.nanoTime() - connectedAt > RECONNECT_NANOS) {
        packet.clear().putLong(PROTOCOL_ID).putInt(0).putInt(1);
        channel.write(packet.flip());
      } else {
        for (int i = 0; i < UNDER_WAY; i++) {
          announce();
        }
      }
    }

    private void announce() throws IOException {
      int port = 1024 + random.nextInt(PORTS);
      packet.clear().putLong(connection).putInt(1).putInt(port);
      packet.putLong(0).putLong(0).putInt(0x7000_0000 + port * 31 % SWARMS);
      packet.putLong(port).putLong(port).putInt(port);
      packet.putLong(0).putLong(random.nextInt(3)).putLong(0);
      packet.putInt(0).putInt(0).putInt(port).putInt(WANT).putShort((short) port);
      channel.write(packet.flip());
    }

    void receive(boolean goOn) throws IOException {
      packet.clear();
      while (channel.read(packet) > 0) {
        packet.flip();
        if (packet.getInt(0) == 0) {
          connection = packet.getLong(8);
          connectedAt = System.nanoTime();
          begin();
        } else if (packet.getInt(0) == 1) {
          answers++;
          peers += (packet.limit() - 20) / 6;
          if (goOn) {
            announce();
          }
        } else {
          throw new IOException("the tracker refuses: " + packet);
        }
        packet.clear();
      }
    }
  }
}
