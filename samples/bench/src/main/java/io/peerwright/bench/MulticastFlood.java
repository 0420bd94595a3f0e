package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.multicast.flood.FloodPruneConfig;
import io.peerwright.multicast.flood.FloodPruneProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What each step of flood and prune saves: sends for each delivery among 10,000 peers that are the
 * routers of a random graph of degree 4, of the first message of a source and of later ones, where
 * all are members and where a hundredth is.
 */
final class MulticastFlood implements Benchmark {

  private static final int PEERS = Integer.getInteger("peerwright.bench.peers", 10_000);
  private static final int SEEDS = Integer.getInteger("peerwright.bench.seeds", 3);
  private static final int LATER = 20;

  /** Beyond the longest of shortest ways of such a graph; each more triples a plain flood. */
  private static final int PLAIN_HOPS = 10;

  private static final int PORT = 4_000;
  private static final Group GROUP = new Group(Endpoint.parse("239.71.0.1:5000"), "bench");

  /** The steps one after the other, as the lecture adds them. */
  private enum Steps {
    PLAIN("plain flood, 10 hops", false, false, false),
    NUMBERS("+ sequence numbers", true, false, false),
    PATH_IN("+ reverse path, receiving", true, true, false),
    PATH_OUT("+ reverse path, sending, and prune", true, true, true);

    final String words;
    final FloodPruneConfig config;

    Steps(String words, boolean numbers, boolean in, boolean out) {
      this.words = words;
      this.config =
          FloodPruneConfig.DEFAULT.withSteps(numbers, in, out, numbers ? 255 : PLAIN_HOPS);
    }
  }

  /** Sends, deliveries and copies too many, so far. */
  private record Counts(long sends, long deliveries, long distinct) {
    Counts since(Counts before) {
      return new Counts(
          sends - before.sends, deliveries - before.deliveries, distinct - before.distinct);
    }

    double sendsPerDelivery() {
      return (double) sends / distinct;
    }
  }

  @Override
  public String name() {
    return "multicast-flood";
  }

  @Override
  public String description() {
    return "sends for a delivery among 10,000 routers of a random graph, with each step of flood"
        + " and prune (minutes)";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx3g", "-XX:+UseSerialGC");
  }

  @Override
  public Figure measure(Progress progress) {
    double first = 0;
    double plain = 0;
    for (Steps steps : Steps.values()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        for (int share : steps == Steps.PATH_OUT ? new int[] {1, 100} : new int[] {1}) {
          Counts[] counts = new Graph(steps.config, seed, share).run(steps == Steps.PLAIN);
          progress.say(line(steps, seed, share, counts));
          if (share == 1 && steps == Steps.PATH_OUT) {
            first = Math.max(first, counts[0].sendsPerDelivery());
          } else if (steps == Steps.NUMBERS) {
            plain = Math.max(plain, counts[0].sendsPerDelivery());
          }
        }
      }
    }
    return new Figure(name(), first, "sends/delivery", "with numbers only", plain, "<= 1.05 sends");
  }

  private static String line(Steps steps, int seed, int share, Counts[] counts) {
    return String.format(
        Locale.ROOT,
        "%s, seed %d, members 1 of %d: sends for a delivery, first %.3f, later %.3f; reached %.2f %%,"
            + " copies to applications %.3f",
        steps.words,
        seed,
        share,
        counts[0].sendsPerDelivery(),
        counts[1].sendsPerDelivery(),
        100.0 * counts[1].distinct / counts[2].distinct,
        (double) counts[1].deliveries / counts[1].distinct);
  }

  /** The routers, and what they have heard. */
  private static final class Graph {
    private final Simulation simulation;
    private final List<Overlay> routers = new ArrayList<>();
    private final int members;
    private long deliveries;
    private long distinct;

    Graph(FloodPruneConfig config, int seed, int share) {
      simulation = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed));
      List<List<HostPort>> neighbours = neighbours(new SplittableRandom(seed));
      int count = 0;
      for (int i = 0; i < PEERS; i++) {
        Host host = simulation.newHost("r" + i, address(i), null);
        FloodPruneConfig own = config.withNeighbours(neighbours.get(i));
        Overlay router = new FloodPruneProvider().create(host, own);
        router.join();
        routers.add(router);
        if (i % share == 0 && i > 0) {
          count++;
          join(i);
        }
      }
      members = count;
      simulation.runFor(Duration.ofSeconds(30));
    }

    private static Endpoint address(int router) {
      return Endpoint.ofIpv4(0x0a010000 + router, PORT);
    }

    /** A ring through all, and a second one in an order by chance: each has four neighbours. */
    private static List<List<HostPort>> neighbours(SplittableRandom random) {
      List<List<HostPort>> all = new ArrayList<>();
      for (int i = 0; i < PEERS; i++) {
        all.add(new ArrayList<>());
      }
      for (int ring = 0; ring < 2; ring++) {
        int[] order = new int[PEERS];
        for (int i = 0; i < PEERS; i++) {
          int at = random.nextInt(i + 1);
          order[i] = order[at];
          order[at] = i;
        }
        for (int i = 0; i < PEERS; i++) {
          String next = address(order[(i + 1) % PEERS]).toString();
          all.get(order[i]).add(HostPort.parse(next));
        }
      }
      return all;
    }

    private void join(int member) {
      long[] last = {-1};
      multicast(member)
          .join(
              GROUP,
              null,
              (from, message) -> {
                deliveries++;
                long number = message.getLong();
                distinct += number > last[0] ? 1 : 0;
                last[0] = Math.max(last[0], number);
              });
    }

    private Multicast multicast(int router) {
      return routers.get(router).as(Multicast.class).orElseThrow();
    }

    private Counts counts() {
      long[] sends = {0};
      for (Overlay router : routers) {
        router.meters((meter, value) -> sends[0] += meter.equals("data.sent") ? value : 0);
      }
      return new Counts(sends[0], deliveries, distinct);
    }

    private void send(long number) {
      multicast(0).send(GROUP, ByteBuffer.allocate(1_024).putLong(0, number));
    }

    /** The first message, later ones, and what all that are there would have heard of these. */
    Counts[] run(boolean isCostly) {
      Counts before = counts();
      send(0);
      simulation.runFor(Duration.ofSeconds(10));
      Counts first = counts();
      int later = isCostly ? 1 : LATER;
      for (int i = 1; i <= later; i++) {
        send(i);
        simulation.runFor(Duration.ofSeconds(2));
      }
      simulation.runFor(Duration.ofSeconds(5));
      Counts after = counts();
      simulation.close();
      return new Counts[] {
        first.since(before), after.since(first), new Counts(0, 0, (long) later * members)
      };
    }
  }
}
