package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How many messages an ultrapeer with 100 links takes in and passes on in a second of processor
 * time, the simulated network and the other ends included, and what it allocates for one.
 */
final class GnutellaForwarding implements Benchmark {

  private static final int LINKS = 100;
  private static final int PORT = 6346;
  private static final int STEPS = 100;
  private static final Duration STEP = Duration.ofMillis(10);

  /** A round has so many messages at least, or what is allocated once in it would count. */
  private static final int MESSAGES_OF_A_ROUND = 500_000;

  /** At least so many queries come before anything is measured: they fill the tables of GUIDs. */
  private static final int WARM_UP_QUERIES = 200_000;

  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 5;
  private static final byte[] TEXT =
      "copper rain over the hills\0".getBytes(StandardCharsets.ISO_8859_1);

  /** Near, so that no link is full, and nothing is dropped. */
  private static final NetworkModel NETWORK = NetworkModel.DEFAULT.withLatencyMicros(1_000, 2_000);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteBuffer queries = ByteBuffer.allocate(1 << 16);

  /** What comes: so many queries in a segment, each over so many links, with a TTL. */
  private record Load(String name, int batch, int copies, int ttl) {}

  @Override
  public String name() {
    return "gnutella-forwarding";
  }

  @Override
  public String description() {
    return "messages that an ultrapeer with 100 links reads and passes on, per CPU-second";
  }

  @Override
  public Figure measure(Progress progress) {
    run(progress, new Load("8 in a segment, each once", 8, 1, 4));
    run(progress, new Load("8 in a segment, each over 4 links", 8, 4, 4));
    run(progress, new Load("8 in a segment, no farther than here", 8, 1, 1));
    run(progress, new Load("1 in a segment, no farther than here", 1, 1, 1));
    double single = run(progress, new Load("1 in a segment, each over 4 links", 1, 4, 4));
    return new Figure(name(), single, "messages/CPU-s", "wanted", 1e6, ">= 1");
  }

  private double run(Progress progress, Load load) {
    InMemoryConfig network = InMemoryConfig.DEFAULT.withNetwork(NETWORK);
    try (Simulation simulation = Simulation.create(network).strict()) {
      Host host = simulation.newHost("ultrapeer", null, null);
      Endpoint at = host.listenAddress().withPort(PORT);
      GnutellaConfig config =
          GnutellaConfig.DEFAULT
              .withRole(Tier.ULTRAPEER)
              .withLinks(LINKS, 0, 1)
              .withQueryRate(100_000)
              .withDeflate(false);
      Overlay servent = new GnutellaProvider().create(host, config.withListen(at));
      servent.join();
      simulation.runFor(Duration.ofSeconds(1));
      List<StubServent> stubs = new ArrayList<>();
      for (int i = 0; i < LINKS; i++) {
        stubs.add(new StubServent(simulation.newHost("stub" + i, null, null), at, true));
        simulation.runFor(Duration.ofMillis(20));
      }
      double[] rates = new double[ROUNDS];
      double[] bytes = new double[ROUNDS];
      long messages = 0;
      int queries = LINKS * load.batch() / load.copies();
      int steps = load.ttl() > 1 ? STEPS : Math.max(STEPS, MESSAGES_OF_A_ROUND / queries);
      int warmUps = Math.max(WARM_UPS, WARM_UP_QUERIES / (queries * steps));
      for (int round = -warmUps; round < ROUNDS; round++) {
        long before = messages(servent);
        long arrived = arrived(stubs);
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < steps; i++) {
          send(stubs, load);
          simulation.runFor(STEP);
        }
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        messages = messages(servent) - before;
        check(load, steps, messages, arrived(stubs) - arrived);
        if (round >= 0) {
          rates[round] = messages * 1e9 / cpu;
          bytes[round] = (double) allocated / messages;
        }
      }
      progress.say(
          String.format(
              "  %s: %,d messages in a round, %,.0f per CPU-s, %.3f bytes allocated for each",
              load.name(), messages, Rounds.median(rates), Rounds.median(bytes)));
      return Rounds.median(rates);
    }
  }

  /** All that was to come has come, and all that was to be passed on has been. */
  private static void check(Load load, int steps, long messages, long arrived) {
    long in = (long) LINKS * load.batch() * steps;
    long out = load.ttl() > 1 ? in / load.copies() * (LINKS - 1) : 0;
    if (messages != in + out || arrived != out * length()) {
      throw new IllegalStateException(
          messages + " messages and " + arrived + " bytes, not " + (in + out));
    }
  }

  private static int length() {
    return 23 + Short.BYTES + TEXT.length;
  }

  private static long arrived(List<StubServent> stubs) {
    return stubs.stream().mapToLong(StubServent::received).sum();
  }

  private void send(List<StubServent> stubs, Load load) {
    for (int i = 0; i < stubs.size(); i += load.copies()) {
      queries.clear();
      for (int k = 0; k < load.batch(); k++) {
        queries.putLong(random.nextLong()).putLong(random.nextLong());
        queries.put((byte) 0x80).put((byte) load.ttl()).put((byte) 0);
        queries.putInt(Integer.reverseBytes(TEXT.length + Short.BYTES));
        queries.putShort((short) 0x8000).put(TEXT);
      }
      queries.flip();
      for (int k = 0; k < load.copies(); k++) {
        queries.rewind();
        stubs.get(i + k).send(queries);
      }
    }
  }

  private static long messages(Overlay servent) {
    long[] sum = new long[1];
    servent.meters(
        (name, value) ->
            sum[0] +=
                name.equals("messages.query") || name.equals("queries.forwarded") ? value : 0);
    return sum[0];
  }
}
