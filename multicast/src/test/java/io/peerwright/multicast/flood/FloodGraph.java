package io.peerwright.multicast.flood;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Routers of a graph in a simulation, by number; each linked to some with a smaller one. */
final class FloodGraph {

  static final Group GROUP = new Group(Endpoint.parse("239.71.0.1:5000"), "Jazz");

  /** A message that a member has heard. */
  record Heard(Endpoint source, long number, long at) {}

  /** What a member has heard. */
  static final class Member {
    final List<Heard> heard = new ArrayList<>();
    @Nullable Handle handle;

    long distinct() {
      return heard.stream().map(each -> each.source() + " " + each.number()).distinct().count();
    }

    int duplicates() {
      return (int) (heard.size() - distinct());
    }
  }

  final Simulation sim;
  private final FloodPruneConfig config;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Overlay> routers = new ArrayList<>();
  private final Map<Integer, List<Integer>> dialled = new TreeMap<>();

  FloodGraph(long seed, int latencyMillis, FloodPruneConfig config) {
    NetworkModel model = InMemoryConfig.DEFAULT.network();
    InMemoryConfig network = InMemoryConfig.DEFAULT.withSeed(seed).withPoison();
    this.sim =
        Simulation.create(
                latencyMillis == 0
                    ? network
                    : network.withNetwork(
                        model.withLatencyMicros(1_000 * latencyMillis, 1_000 * latencyMillis)))
            .strict();
    this.config = config;
  }

  static Endpoint address(int router) {
    return Endpoint.ofIpv4(0x0a010000 + router + 1, 4_000);
  }

  /** Adds a router that dials others. */
  int add(Integer... others) {
    int number = routers.size();
    dialled.put(number, List.of(others));
    Host host = sim.newHost("r" + number, address(number), null);
    hosts.add(host);
    routers.add(start(host, number));
    return number;
  }

  private Overlay start(Host host, int number) {
    List<HostPort> neighbours =
        Objects.requireNonNull(dialled.get(number)).stream()
            .map(each -> HostPort.parse(address(each).toString()))
            .toList();
    Overlay router = new FloodPruneProvider().create(host, config.withNeighbours(neighbours));
    router.join();
    return router;
  }

  /** A connected graph: a random tree, and links by chance up to the mean degree. */
  static FloodGraph random(long seed, int count, int degree, FloodPruneConfig config) {
    FloodGraph graph = new FloodGraph(seed, 0, config);
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      List<Integer> others = new ArrayList<>();
      for (int k = 0; k < degree / 2 && i > 0; k++) {
        int other = random.nextInt(i);
        if (!others.contains(other)) {
          others.add(other);
        }
      }
      graph.add(others.toArray(Integer[]::new));
    }
    graph.run(Duration.ofSeconds(10));
    return graph;
  }

  void run(Duration time) {
    sim.runFor(time);
  }

  void runMillis(long millis) {
    sim.runFor(Duration.ofMillis(millis));
  }

  int size() {
    return routers.size();
  }

  Overlay router(int number) {
    return routers.get(number);
  }

  Host host(int number) {
    return hosts.get(number);
  }

  Multicast multicast(int number) {
    return router(number).as(Multicast.class).orElseThrow();
  }

  Member join(int number) {
    return join(number, null);
  }

  Member join(int number, @Nullable Endpoint source) {
    Member member = new Member();
    multicast(number)
        .join(
            GROUP,
            source,
            (from, message) ->
                member.heard.add(new Heard(from, message.getLong(), sim.now().toNanos())))
        .thenAccept(handle -> member.handle = handle);
    return member;
  }

  void send(int number, long message) {
    multicast(number).send(GROUP, ByteBuffer.allocate(1_024).putLong(0, message));
  }

  void crash(int number) {
    sim.crash(hosts.get(number));
  }

  void restart(int number) {
    Host host = sim.newHost("r" + number, address(number), null);
    hosts.set(number, host);
    routers.set(number, start(host, number));
  }

  /** A counter, summed over all routers. */
  long sum(String name) {
    long[] sum = {0};
    routers.forEach(
        each ->
            each.meters(
                (meter, value) -> {
                  if (meter.equals(name)) {
                    sum[0] += value;
                  }
                }));
    return sum[0];
  }

  long meter(int number, String name) {
    long[] found = {0};
    router(number)
        .meters(
            (meter, value) -> {
              if (meter.equals(name)) {
                found[0] = value;
              }
            });
    return found[0];
  }
}
