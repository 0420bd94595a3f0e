package io.peerwright.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many users of an index server in one thread. Messages are ready before they are sent. */
final class IndexLoad implements AutoCloseable {

  private static final int STATS = 214;
  private static final int NOTICE = 404;
  private static final int SEARCH_END = 202;
  private static final int CONNECTING_AT_A_TIME = 64;
  private static final long TIMEOUT_MILLIS = 120_000;

  /** What a user with an ordinary socket saw. */
  record Searches(long[] nanos, long hits) {

    double millisAt(double part) {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      return sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
  }

  private final InetSocketAddress server;
  private final IndexCorpus corpus;
  private final Selector selector = Selector.open();
  private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
  private final List<User> users = new ArrayList<>();

  /** How many of them share; those come first. */
  private int sharing;

  private long refused;
  private int busy;

  IndexLoad(InetSocketAddress server, IndexCorpus corpus) throws IOException {
    this.server = server;
    this.corpus = corpus;
  }

  /** Messages that were answered with an error. */
  long refused() {
    return refused;
  }

  /** Logs more users in, and waits until the server has told them all that it tells. */
  void logIn(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      User user = new User(users.size());
      users.add(user);
      user.begin();
      if (busy >= CONNECTING_AT_A_TIME) {
        work(CONNECTING_AT_A_TIME / 2);
      }
    }
    work(0);
  }

  /** Has the next users share their files, all at the same time. */
  void share(int count) throws IOException {
    for (User user : users.subList(sharing, sharing + count)) {
      user.share();
    }
    sharing += count;
    work(0);
  }

  /** Closes the connections of the first users that share. */
  void logOut(int count) throws IOException {
    for (User user : users.subList(0, count)) {
      user.channel.close();
    }
    users.subList(0, count).clear();
    sharing -= count;
    selector.selectNow();
  }

  /** One further user with an ordinary socket asks for one thing after the other. */
  Searches search(int count) throws IOException {
    try (SocketChannel channel = SocketChannel.open(server)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(ByteBuffer.wrap(login("asker")));
      read(channel, bytes, STATS);
      long[] nanos = new long[count];
      long hits = 0;
      for (int i = 0; i < count; i++) {
        ByteBuffer query = ByteBuffer.wrap(corpus.query(i));
        long start = System.nanoTime();
        channel.write(query);
        int answers = read(channel, bytes, SEARCH_END);
        nanos[i] = System.nanoTime() - start;
        if (answers == 1) {
          throw new IOException("query " + i + " found nothing");
        }
        hits += answers - 1;
      }
      return new Searches(nanos, hits);
    }
  }

  /** Reads up to a message of this type; returns how many messages that were. */
  private static int read(SocketChannel channel, ByteBuffer bytes, int until) throws IOException {
    int count = 0;
    bytes.clear();
    int at = 0;
    while (true) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the server has hung up");
      }
      while (bytes.position() - at >= 4) {
        int end = at + 4 + (bytes.getShort(at) & 0xffff);
        if (end > bytes.position()) {
          break;
        }
        count++;
        int type = bytes.getShort(at + 2);
        if (type == until) {
          return count;
        }
        if (type == NOTICE) {
          throw new IOException("the server refuses");
        }
        at = end;
      }
    }
  }

  private static byte[] login(String nick) {
    return IndexCorpus.frame(2, nick + " secret 6699 \"load 1.0\" 8");
  }

  /** Until no more than so many users are waiting for something. */
  private void work(int most) throws IOException {
    while (busy > most) {
      if (selector.select(TIMEOUT_MILLIS) == 0) {
        throw new IOException(busy + " users wait in vain");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((User) key.attachment()).ready(key);
      }
      selector.selectedKeys().clear();
    }
  }

  @Override
  public void close() throws IOException {
    for (User user : users) {
      user.channel.close();
    }
    selector.close();
  }

  /** One connection. */
  private final class User {
    private final SocketChannel channel;
    private final int number;
    private final ArrayDeque<byte[]> toSend = new ArrayDeque<>();
    private final ByteBuffer output = ByteBuffer.allocate(1 << 12).limit(0);
    private int headerBytes;
    private int header;
    private int skip;
    private boolean waiting;

    User(int number) throws IOException {
      this.number = number;
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(server);
      channel.configureBlocking(false);
    }

    void begin() throws IOException {
      channel.register(selector, SelectionKey.OP_READ, this);
      toSend.add(login("user" + number));
      start();
    }

    void share() throws IOException {
      for (int i = 0; i < IndexCorpus.FILES_PER_USER; i++) {
        toSend.add(corpus.share(number, i));
      }
      toSend.add(IndexCorpus.frame(STATS, ""));
      start();
    }

    private void start() throws IOException {
      waiting = true;
      busy++;
      send();
    }

    void ready(SelectionKey key) throws IOException {
      if (key.isReadable()) {
        receive();
      }
      if (key.isValid() && key.isWritable()) {
        send();
      }
    }

    private void send() throws IOException {
      while (output.hasRemaining() || !toSend.isEmpty()) {
        output.compact();
        byte[] next;
        while ((next = toSend.peek()) != null && next.length <= output.remaining()) {
          output.put(toSend.remove());
        }
        output.flip();
        if (channel.write(output) == 0) {
          channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
      }
      channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
    }

    private void receive() throws IOException {
      int count;
      while ((count = channel.read(input.clear())) > 0) {
        input.flip();
        while (input.hasRemaining()) {
          cut();
        }
        if (count < input.capacity()) {
          return;
        }
      }
      if (count < 0) {
        throw new IOException("the server has hung up on user " + number);
      }
    }

    private void cut() {
      if (skip > 0) {
        int part = Math.min(skip, input.remaining());
        input.position(input.position() + part);
        skip -= part;
      } else {
        header |= (input.get() & 0xff) << 8 * headerBytes++;
      }
      if (headerBytes == 4 && skip == 0) {
        // The length once, then nothing: the frame is over.
        skip = header & 0xffff;
        header &= 0xffff_0000;
        if (skip == 0) {
          frame(header >>> 16);
          header = 0;
          headerBytes = 0;
        }
      }
    }

    private void frame(int type) {
      if (type == NOTICE) {
        refused++;
      } else if (type == STATS && waiting) {
        waiting = false;
        busy--;
      }
    }
  }
}
