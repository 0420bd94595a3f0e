package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.index.MemoryIndex;
import io.peerwright.kit.record.SinkLink;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.ServerReferrals;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * Has a server's code compiled before its users come: a second server, without a listener and with
 * an index of its own, serves made-up users who log in, share, search, list and leave. One visit is
 * one event, so that the loop does between them whatever else there is to do.
 */
final class WarmUp implements TimerTarget {

  private static final int VISITS = 250;
  private static final int USERS_AT_A_TIME = 40;
  private static final int FILES = 200;
  private static final int FILES_PER_READ = 25;
  private static final int SEARCHES = 40;
  private static final int WORDS = 2_000;
  private static final int MESSAGES = 4_000;
  private static final int LINKS = 1_000;
  private static final int RATE = 1_000_000;
  private static final int BUFFER_BYTES = 1 << 14;
  private static final int ADDRESS = 0xc000_0200;
  private static final String[] CONDITIONS = {
    "", " BITRATE \"AT LEAST\" \"192\"", " SIZE \"AT BEST\" \"6000000\" FREQ \"EQUAL TO\" \"44100\""
  };

  private final Loop loop;
  private final IndexServer server;
  private final Runnable done;
  private final long beganNanos;
  private final long withinNanos;
  private final RandomGenerator random;
  private final String[] words = new String[WORDS];

  /** Made before, so that the time is the server's. */
  private final byte[][] shares = new byte[MESSAGES][];

  private final byte[][] searches = new byte[MESSAGES][];
  private final ArrayDeque<ClientSession> users = new ArrayDeque<>();
  private final FrameWriter says = new FrameWriter();

  /** Not in an array, as what a socket brings is not. */
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private final ByteBuffer view = bytes.asReadOnlyBuffer();
  private int visits;
  private long timer;

  private WarmUp(HybridServerConfig config, Loop loop, Runnable done) {
    this.loop = loop;
    this.done = done;
    beganNanos = loop.nanoTime();
    withinNanos = config.warmUp().toNanos();
    random = loop.random("hybrid.warmup");
    for (int i = 0; i < WORDS; i++) {
      words[i] = Integer.toString(i * 7 + 1_000, Character.MAX_RADIX) + "word".substring(i % 4);
    }
    for (int i = 0; i < MESSAGES; i++) {
      shares[i] = share(i);
      searches[i] = search(i);
    }
    server =
        new IndexServer(
            forTrial(config),
            loop,
            new MemoryIndex(config.indexDepth(), config.indexSuffix(), random.nextLong()),
            new ServerCounters(),
            new ServerEvents(new EventStream(loop)),
            new NickDirectory(),
            new Accounts(loop, 1, RATE),
            LINKS);
  }

  /** The same server, but for anybody, in no hurry, and without a file. */
  private static HybridServerConfig forTrial(HybridServerConfig config) {
    return new HybridServerConfig(
        null,
        config.serverName(),
        config.messageOfTheDay(),
        LINKS,
        RATE,
        config.maxFrameBytes(),
        config.maxResults(),
        config.maxWaitingBytes(),
        config.loginTimeout(),
        config.idleTimeout(),
        RATE,
        RATE,
        RATE,
        HybridServerConfig.Registration.OPEN,
        config.indexDepth(),
        config.indexSuffix(),
        null,
        config.limits(),
        ServerReferrals.NONE,
        Duration.ZERO);
  }

  /** Begins; tells when it is over, unless it is cancelled before. */
  static WarmUp begin(HybridServerConfig config, Loop loop, Runnable done) {
    WarmUp warmUp = new WarmUp(config, loop, done);
    warmUp.timer = loop.schedule(0, warmUp, 0, 0);
    return warmUp;
  }

  /** What the second server has done. */
  ServerCounters counters() {
    return server.counters;
  }

  /** Ends it without a word. */
  void cancel() {
    loop.cancel(timer);
    endAll();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (visits == VISITS || loop.nanoTime() - beganNanos >= withinNanos) {
      endAll();
      done.run();
      return;
    }
    visit(visits++);
    if (users.size() > USERS_AT_A_TIME) {
      end(users.remove());
    }
    timer = loop.schedule(0, this, 0, 0);
  }

  private void visit(int number) {
    Endpoint from = Endpoint.ofIpv4(ADDRESS + number % 256, 1_024 + number);
    Link link =
        switch (number % 3) {
          case 0 -> new SinkLink(from, from);
          case 1 -> new OtherLink(from);
          default -> new ThirdLink(from);
        };
    ClientSession user = server.accept(link);
    if (user == null) {
      return;
    }
    users.add(user);
    user.onOpen(link);
    String nick = "user" + number;
    says.begin(MessageType.LOGIN).field(nick + " secret 6699").quoted("warm-up").field(8);
    send(user, said());
    for (int i = 0; i < FILES; i++) {
      bytes.put(shares[random.nextInt(MESSAGES)]);
      if (i % FILES_PER_READ == FILES_PER_READ - 1) {
        send(user);
      }
    }
    for (int i = 0; i < SEARCHES; i++) {
      send(user, searches[random.nextInt(MESSAGES)]);
    }
    says.begin(MessageType.BROWSE).field(nick);
    says.begin(MessageType.STATS);
    send(user, said());
  }

  private void send(ClientSession user, byte[] message) {
    bytes.put(message);
    send(user);
  }

  private byte[] share(int i) {
    String folder = "C:\\" + word() + ' ' + word() + '\\' + word();
    String name = folder + " - " + (i % 16) + ' ' + word() + ' ' + word() + ".mp3";
    says.begin(MessageType.SHARE)
        .quoted(name)
        .hex(random.nextInt(MESSAGES), name.hashCode())
        .field(3_000_000 + random.nextInt(4_000_000))
        .field(128 + 64 * (i % 3))
        .field(44_100)
        .field(200 + i % 100);
    return said();
  }

  private byte[] search(int i) {
    StringBuilder wanted = new StringBuilder(word());
    for (int more = i % 3; more > 0; more--) {
      wanted.append(' ').append(word());
    }
    says.begin(MessageType.SEARCH)
        .field("FILENAME CONTAINS")
        .quoted(wanted.toString())
        .field("MAX_RESULTS 100" + CONDITIONS[i % CONDITIONS.length]);
    return said();
  }

  private byte[] said() {
    ByteBuffer all = says.buffer();
    byte[] message = new byte[all.remaining()];
    all.get(message);
    says.clear();
    return message;
  }

  /** Some come much more often than others. */
  private String word() {
    return words[random.nextInt(1 + random.nextInt(1 + random.nextInt(WORDS)))];
  }

  private void send(ClientSession user) {
    user.onData(user.link, view.clear().limit(bytes.position()));
    bytes.clear();
  }

  private void endAll() {
    while (!users.isEmpty()) {
      end(users.remove());
    }
  }

  private static void end(ClientSession user) {
    user.onClosed(user.link, Reason.ENDED);
  }

  /** The compiler must not take one kind of link for the only one. */
  private static final class OtherLink extends SinkLink {
    OtherLink(Endpoint end) {
      super(end, end);
    }
  }

  /** Nor two kinds for all. */
  private static final class ThirdLink extends SinkLink {
    ThirdLink(Endpoint end) {
      super(end, end);
    }
  }
}
