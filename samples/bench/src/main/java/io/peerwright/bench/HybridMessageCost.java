package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig.Registration;
import io.peerwright.overlay.hybrid.config.ServerLimits;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * What each message of the OpenNap protocol costs an index server, in its worst form that we know:
 * processor time, allocation and memory that stays, by the bytes that a stranger sends, while the
 * rates of messages are off; and with the rates that there are by default, what one user that sends
 * as many as it can takes of a processor, and how much it and others are sent. The simulated
 * network is in it, and the users' ends.
 *
 * <p>Ten bytes ask for a list of 5,000 files, and a word is passed on to a whole channel. Bytes
 * that somebody is sent cannot cost nothing, so the figure counts those that a message causes
 * beside those that it has; how many these may be the rates say.
 */
final class HybridMessageCost implements Benchmark {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MEMBERS = 500;
  private static final int FILES = 5_000;
  private static final int CHANNELS = 512;
  private static final int CHANNELS_OF_A_USER = 16;
  private static final double LIMIT_NANOS_PER_BYTE = 20_000;
  private static final int RATED_STEPS = 100;
  private static final Duration RATED_STEP = Duration.ofMillis(100);

  /** Of one kind, sent at a time. */
  private static final int RATED_BYTES = 16_384;

  /** One kind of message: what is sent, and how often. */
  private record Kind(String name, int type, int count, IntFunction<String> body) {}

  /** What one message of a kind costs. */
  private record Cost(
      Kind kind, double bytes, double nanos, double allocated, double kept, double caused) {
    double nanosPerByte() {
      return nanos / (bytes + caused);
    }
  }

  /** What one user who sends all that it may takes of a processor, and causes in a second. */
  private record Rated(double processor, double bytes) {}

  /** All users of a server; one of them sends. */
  private record Users(RawNapClient sender, List<RawNapClient> all) {
    long received() {
      return all.stream().mapToLong(RawNapClient::receivedBytes).sum();
    }
  }

  @Override
  public String name() {
    return "hybrid-message-cost";
  }

  @Override
  public String description() {
    return "worst processor time of an index server for one byte that it is sent or caused to send,"
        + " message by message";
  }

  @Override
  public Figure measure(Progress progress) throws InterruptedException {
    Cost worst = null;
    double mostAllocated = 0;
    double mostKept = 0;
    double mostRated = 0;
    double mostCaused = 0;
    progress.say(
        "  message                     bytes   us each  ns/byte  alloc B/B   kept B/B  caused B/B"
            + "  of both, ns/B  rated, ms/s   kB/s");
    for (Kind kind : kinds()) {
      measure(kind, false);
      Cost cost = measure(kind, true);
      Rated rated = rated(kind);
      progress.say(
          String.format(
              Locale.ROOT,
              "  %-26s %6.0f %9.1f %8.0f %10.1f %10.1f %11.1f %14.1f %12.2f %6.0f",
              kind.name(),
              cost.bytes(),
              cost.nanos() / 1e3,
              cost.nanos() / cost.bytes(),
              cost.allocated() / cost.bytes(),
              cost.kept() / cost.bytes(),
              cost.caused() / cost.bytes(),
              cost.nanosPerByte(),
              1e3 * rated.processor(),
              rated.bytes() / 1e3));
      worst = worst == null || cost.nanosPerByte() > worst.nanosPerByte() ? cost : worst;
      mostAllocated = Math.max(mostAllocated, cost.allocated() / cost.bytes());
      mostKept = Math.max(mostKept, cost.kept() / cost.bytes());
      mostRated = Math.max(mostRated, rated.processor());
      mostCaused = Math.max(mostCaused, rated.bytes());
    }
    progress.say("  worst: " + Objects.requireNonNull(worst).kind().name());
    progress.say(
        String.format(
            Locale.ROOT,
            "  most for a byte: %.1f B allocated, %.1f B kept; with rates a user takes %.2f %% and causes"
                + " %.0f kB/s",
            mostAllocated,
            mostKept,
            100 * mostRated,
            mostCaused / 1e3));
    return new Figure(name(), worst.nanosPerByte(), "ns", "limit", LIMIT_NANOS_PER_BYTE, "<= 1");
  }

  private static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    String numbers = " 11112222333344445555666677778888 5000000 128 44100 60";
    kinds.add(new Kind("752 pong to nobody (base)", 752, 5_000, i -> "nobody"));
    kinds.add(new Kind("100 share, ordinary", 100, 5_000, i -> file("rain " + i) + numbers));
    kinds.add(
        new Kind("100 share, 1 kB new words", 100, 2_000, i -> file(words(i, 200)) + numbers));
    kinds.add(new Kind("870 folder of 50", 870, 200, HybridMessageCost::folder));
    kinds.add(new Kind("10300 share media", 10_300, 5_000, i -> file("m " + i) + " 9 0 audio"));
    kinds.add(new Kind("102 unshare nothing", 102, 5_000, i -> "nothing " + i));
    kinds.add(new Kind("110 unshare all", 110, 5_000, i -> ""));
    kinds.add(new Kind("200 search, 100 hits", 200, 500, i -> "FILENAME CONTAINS \"rain\""));
    String none = "FILENAME CONTAINS \"rain song\" BITRATE \"EQUAL TO\" \"1\"";
    kinds.add(new Kind("200 search, impossible", 200, 500, i -> none));
    kinds.add(new Kind("200 search, 64 words", 200, 500, i -> longSearch()));
    kinds.add(new Kind("211 browse 5,000 files", 211, 10, i -> "sharer"));
    kinds.add(new Kind("215 resume", 215, 500, i -> "11112222333344445555666677778888 5000000"));
    for (int type : new int[] {203, 500, 608, 609}) {
      kinds.add(new Kind(type + " of a transfer", type, 3_000, i -> "sharer \"rain\""));
    }
    kinds.add(new Kind("619 queue", 619, 3_000, i -> "sharer \"rain\" 3"));
    kinds.add(new Kind("626 data port", 626, 3_000, i -> "sharer"));
    kinds.add(new Kind("640 direct browse", 640, 3_000, i -> "sharer"));
    kinds.add(new Kind("641 its answer", 641, 3_000, i -> "sharer"));
    kinds.add(new Kind("205 private, 2 kB", 205, 2_000, i -> "sharer " + "x".repeat(2_000)));
    kinds.add(new Kind("205 private, short", 205, 3_000, i -> "sharer x"));
    kinds.add(new Kind("751 ping", 751, 3_000, i -> "sharer"));
    kinds.add(new Kind("750 server ping", 750, 3_000, i -> ""));
    kinds.add(new Kind("600 link speed", 600, 3_000, i -> "sharer"));
    kinds.add(new Kind("603 whois", 603, 3_000, i -> "sharer"));
    kinds.add(new Kind("207 hotlist", 207, 3_000, i -> "nick" + i));
    kinds.add(new Kind("322 ignore", 322, 3_000, i -> "nick" + i));
    kinds.add(new Kind("320 ignore list", 320, 1_000, i -> ""));
    kinds.add(new Kind("400 join, 500 members", 400, 50, i -> "#room"));
    kinds.add(new Kind("402 say to 500", 402, 50, i -> "#room x"));
    kinds.add(new Kind("824 emote to 500", 824, 50, i -> "#room \"x\""));
    kinds.add(new Kind("830 users, 500", 830, 200, i -> "#room"));
    kinds.add(new Kind("617 channels, 512", 617, 50, i -> ""));
    kinds.add(new Kind("214 statistics", 214, 5_000, i -> ""));
    kinds.add(new Kind("621 message of the day", 621, 3_000, i -> ""));
    kinds.add(new Kind("700 link speed", 700, 5_000, i -> "4"));
    kinds.add(new Kind("218 download started", 218, 5_000, i -> ""));
    kinds.add(new Kind("9999 unknown", 9_999, 5_000, i -> ""));
    return kinds;
  }

  private static String file(String name) {
    return "\"music\\" + name + ".mp3\"";
  }

  private static String words(int seed, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(Integer.toString(50_000 + seed * count + i, 36)).append(' ');
    }
    return text.substring(0, Math.min(text.length(), 1_000));
  }

  private static String folder(int seed) {
    StringBuilder text = new StringBuilder("\"music\\\"");
    for (int i = 0; i < 50; i++) {
      text.append(" \"rain ").append(seed).append(' ').append(i);
      text.append("\" 11112222333344445555666677778888 5000000 128 44100 60");
    }
    return text.toString();
  }

  private static String longSearch() {
    return "FILENAME CONTAINS \"" + "rain song ".repeat(32) + "\"";
  }

  private Cost measure(Kind kind, boolean heap) throws InterruptedException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      return measure(kind, simulation, users(kind, simulation, false), heap);
    }
  }

  /** With the usual rates. */
  private Rated rated(Kind kind) throws InterruptedException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Users users = users(kind, simulation, true);
      RawNapClient sender = users.sender();
      long before = users.received();
      CostMeter meter = new CostMeter(false);
      int number = 0;
      for (int step = 0; step < RATED_STEPS; step++) {
        int bytes = 0;
        while (sender.isSent() && bytes < RATED_BYTES) {
          bytes += sender.queue(kind.type(), kind.body().apply(number++));
          bytes += kind.type() == 400 ? sender.queue(401, "#room") : 0;
        }
        sender.flush();
        meter.during(() -> simulation.runFor(RATED_STEP));
      }
      double time = RATED_STEPS * RATED_STEP.toNanos();
      return new Rated(meter.nanos() / time, 1e9 * (users.received() - before) / time);
    }
  }

  /** One user of a server with all that its messages are about. */
  private static Users users(Kind kind, Simulation simulation, boolean rates) {
    Host host = simulation.newHost("index", null, null);
    Endpoint at = host.listenAddress().withPort(8888);
    Overlay server = new HybridServerProvider().create(host, config(at, rates));
    server.join();
    List<RawNapClient> all = new ArrayList<>();
    RawNapClient sharer = client(simulation, at, "sharer");
    all.add(sharer);
    for (int i = 0; i < FILES; i++) {
      sharer.send(100, file("rain song " + i) + " 11112222333344445555666677778888 5 128 44100 9");
    }
    int members = kind.name().contains("500") ? MEMBERS : 0;
    for (int i = 0; i < members; i++) {
      RawNapClient member = client(simulation, at, "member" + i);
      member.send(400, "#room");
      all.add(member);
    }
    for (int i = 0; kind.type() == 617 && i < CHANNELS; i++) {
      int first = i % CHANNELS_OF_A_USER;
      RawNapClient operator =
          first == 0 ? client(simulation, at, "operator" + i) : all.get(all.size() - 1);
      operator.send(400, "#room" + i);
      operator.send(410, "#room" + i + " " + "x".repeat(500));
      if (first == 0) {
        all.add(operator);
      }
    }
    RawNapClient sender = client(simulation, at, "sender");
    all.add(sender);
    if (members > 0 && kind.type() != 400) {
      sender.send(400, "#room");
    }
    simulation.runFor(Duration.ofSeconds(30));
    return new Users(sender, all);
  }

  private Cost measure(Kind kind, Simulation simulation, Users users, boolean heap)
      throws InterruptedException {
    RawNapClient sender = users.sender();
    CostMeter meter = new CostMeter(heap);
    long bytes = 0;
    for (int i = 0; i < kind.count(); i++) {
      bytes += sender.queue(kind.type(), kind.body().apply(i));
      if (kind.type() == 400) {
        sender.queue(401, "#room");
      }
    }
    sender.queue(751, "sender");
    long receivedBefore = users.received();
    meter.during(
        () -> {
          sender.flush();
          simulation.runUntil(sender::isPinged, LONG);
        });
    if (!sender.isPinged()) {
      throw new IllegalStateException(kind.name() + ": no answer, the link is " + sender.state());
    }
    double count = kind.count();
    sender.forget();
    return new Cost(
        kind,
        bytes / count,
        meter.nanos() / count,
        meter.allocatedBytes() / count,
        Math.max(0, meter.keptBytes()) / count,
        (users.received() - receivedBefore) / count);
  }

  private static RawNapClient client(Simulation simulation, Endpoint at, String nick) {
    RawNapClient client = new RawNapClient(simulation.newHost(nick, null, null), at);
    client.send(2, nick + " pw 6699 \"bench 1.0\" 8");
    simulation.runFor(Duration.ofMillis(1_000));
    return client;
  }

  private static HybridServerConfig config(Endpoint at, boolean rates) {
    HybridServerConfig usual = HybridServerConfig.DEFAULT;
    int most = 1_000_000;
    return new HybridServerConfig(
        at,
        "hub",
        List.of(),
        100_000,
        rates ? usual.maxSharesPerUser() : most,
        16_384,
        100,
        1 << 28,
        usual.loginTimeout(),
        usual.idleTimeout(),
        most,
        rates ? usual.maxSearchesPerSecond() : most,
        rates ? usual.maxMessagesPerSecond() : most,
        Registration.OPEN,
        0,
        true,
        null,
        new ServerLimits(
            most,
            most,
            1 << 12,
            most,
            rates ? usual.limits().maxAnswerKibibytesPerSecond() : 1 << 20),
        usual.referrals(),
        usual.warmUp());
  }
}
