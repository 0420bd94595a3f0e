package io.peerwright.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What any server in a JVM pays for a search: a process that looks for nothing, and answers each
 * with the same bytes, as many as an index server has to send on average, from memory that the
 * system takes them from at once.
 */
final class IndexFloor {

  private static final int LOGIN = 2;
  private static final int STATS = 214;
  private static final int SEARCH_HIT = 201;
  private static final int SEARCH_END = 202;
  private static final int HEADER_BYTES = 4;
  private static final int HITS = 53;
  private static final String HIT_END = " user480 16777343 8";

  private final ByteBuffer input =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer welcome = direct(IndexCorpus.frame(STATS, "1 1 1"));
  private final ByteBuffer answer = direct(answer());

  private IndexFloor() {}

  public static void main(String[] arguments) throws IOException {
    new IndexFloor().serve();
  }

  private void serve() throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      System.out.println(IndexProcess.LISTENING + port);
      while (selector.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            SocketChannel accepted = listener.accept();
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
          } else {
            answer((SocketChannel) key.channel());
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private void answer(SocketChannel channel) throws IOException {
    if (channel.read(input.clear()) < 0) {
      channel.close();
    } else if (input.position() > HEADER_BYTES) {
      channel.write(input.getShort(2) == LOGIN ? welcome.rewind() : answer.rewind());
    }
  }

  private static byte[] answer() {
    IndexCorpus corpus = new IndexCorpus();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < HITS; i++) {
      byte[] share = corpus.share(0, i);
      String file = new String(share, StandardCharsets.ISO_8859_1).substring(HEADER_BYTES);
      bytes.writeBytes(IndexCorpus.frame(SEARCH_HIT, file + HIT_END));
    }
    bytes.writeBytes(IndexCorpus.frame(SEARCH_END, ""));
    return bytes.toByteArray();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }
}
