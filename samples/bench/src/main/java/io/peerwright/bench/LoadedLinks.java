package io.peerwright.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The other ends of many connections to one program, on plain channels and the thread of the
 * caller: what one is given goes out, what comes is counted.
 */
final class LoadedLinks implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 20_000;
  private static final ByteBuffer GREETING =
      ascii(
          "GNUTELLA CONNECT/0.6\r\nUser-Agent: Stub/1.0\r\nX-Ultrapeer: True\r\n"
              + "X-Query-Routing: 0.1\r\nX-Degree: 32\r\nX-Dynamic-Querying: 0.1\r\n"
              + "X-Max-TTL: 4\r\nGGEP: 0.5\r\n\r\n");
  private static final ByteBuffer CONFIRMATION = ascii("GNUTELLA/0.6 200 OK\r\n\r\n");

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private long received;

  /**
   * Connects.
   *
   * @param greets whether a servent is to take them for ultrapeers
   */
  LoadedLinks(InetSocketAddress to, int count, boolean greets) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(to);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (greets) {
        greet(channel);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      channels.add(channel);
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void greet(SocketChannel channel) throws IOException {
    channel.write(GREETING.rewind());
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      in.clear().limit(1);
      if (channel.read(in) < 0) {
        throw new EOFException("refused: " + answer);
      }
      answer.append((char) in.get(0));
    }
    if (answer.indexOf("GNUTELLA/0.6 200") != 0) {
      throw new IOException("refused: " + answer);
    }
    channel.write(CONFIRMATION.rewind());
  }

  /** Sends bytes that the socket has room for. */
  void send(int link, ByteBuffer bytes) throws IOException {
    if (channels.get(link).write(bytes) == 0 || bytes.hasRemaining()) {
      throw new IOException("the socket is full: what was sent before is not read");
    }
  }

  /** Reads until so many bytes have come in all. */
  void await(long bytes) throws IOException {
    while (received < bytes) {
      if (selector.select(this::read, PATIENCE_MILLIS) == 0) {
        throw new IOException(received + " bytes have come, not " + bytes);
      }
    }
    if (received > bytes) {
      throw new IOException(received + " bytes have come, not " + bytes);
    }
  }

  /** Throws away what comes until nothing does for a while. */
  void settle(long millis) throws IOException {
    while (selector.select(this::read, millis) > 0) {
      // Read already.
    }
    received = 0;
  }

  private void read(SelectionKey key) {
    try {
      in.clear();
      int count = ((SocketChannel) key.channel()).read(in);
      if (count < 0) {
        key.cancel();
      } else {
        received += count;
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  long received() {
    return received;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
