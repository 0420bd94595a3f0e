package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.multicast.endhost.EndHostConfig;
import io.peerwright.multicast.endhost.EndHostProvider;
import io.peerwright.multicast.rendezvous.RendezvousConfig;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import io.peerwright.transport.inmemory.topology.TransitStub;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Very many members of one group in a simulation; those on one router are of one subnet. */
final class MulticastCrowd implements AutoCloseable {

  /** What a message costs: copies on all lines, each direction for itself. */
  record Costs(double meanStress, long mostStress, double ofIpMulticast) {}

  private static final TransitStub ROUTERS = TransitStub.INTERNET;
  private static final int FIRST_STUB = ROUTERS.transitDomains() * ROUTERS.transitRouters();
  private static final int PORT = 7_000;
  private static final Group GROUP = new Group(Endpoint.ofIpv4(0xefff4d01, PORT), "crowd");

  private final Simulation simulation;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Overlay> members = new ArrayList<>();
  private final Map<Endpoint, Integer> byAddress = new HashMap<>();
  private final long[] arrived;
  private long sent;
  private int deliveries;

  MulticastCrowd(long seed, int peers) {
    simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withRouters(ROUTERS)).strict();
    Endpoint at = Endpoint.ofIpv4(0x0a640001, PORT);
    Host server = simulation.newHost("rendezvous", at, null);
    new RendezvousProvider().create(server, RendezvousConfig.DEFAULT.withListen(at)).join();
    EndHostConfig config =
        EndHostConfig.DEFAULT.withRendezvous(List.of(HostPort.parse(at.toString())));
    SplittableRandom random = new SplittableRandom(seed);
    int[] onRouter = new int[ROUTERS.routers()];
    for (int i = 0; i < peers; i++) {
      int router = FIRST_STUB + random.nextInt(ROUTERS.routers() - FIRST_STUB);
      int subnet = router + ROUTERS.routers() * (onRouter[router] / 250);
      int address = 0x0a000000 | subnet << 8 | 1 + onRouter[router]++ % 250;
      Endpoint listen = Endpoint.ofIpv4(address, PORT);
      Host host = simulation.newHost("member" + i, listen, null);
      simulation.routers().attach(host, router);
      byAddress.put(listen, i);
      hosts.add(host);
      members.add(new EndHostProvider().create(host, config));
    }
    arrived = new long[peers];
  }

  /** Lets all join, one after the other, and gives them a minute to find their neighbours. */
  void join(Duration within) {
    long each = within.toNanos() / members.size();
    for (int i = 0; i < members.size(); i++) {
      int number = i;
      members.get(i).join();
      multicast(i).join(GROUP, null, (from, message) -> arrive(number));
      simulation.runFor(Duration.ofNanos(each));
    }
    simulation.runFor(Duration.ofMinutes(1));
  }

  private Multicast multicast(int member) {
    return members.get(member).as(Multicast.class).orElseThrow();
  }

  private void arrive(int member) {
    arrived[member] = simulation.now().toNanos();
    deliveries += member == 0 ? 0 : 1;
  }

  void pass(Duration time) {
    simulation.runFor(time);
  }

  /** What members send that is no message, for each of them. */
  double controlBitsPerSecond(Duration within) {
    double before = meter("control.bytes");
    simulation.runFor(within);
    return 8 * (meter("control.bytes") - before) / members.size() / within.toSeconds();
  }

  /** The first one sends a message of 1,000 bytes: how often it was sent for each delivery. */
  double send() {
    Arrays.fill(arrived, 0);
    deliveries = 0;
    double before = meter("data.sent");
    sent = simulation.now().toNanos();
    multicast(0).send(GROUP, ByteBuffer.allocate(1_000));
    simulation.runFor(Duration.ofSeconds(5));
    return (meter("data.sent") - before) / deliveries;
  }

  /** The share of the others that the last message has got to. */
  double served() {
    return (double) deliveries / (members.size() - 1);
  }

  /** By how much longer the last message took than the direct way, for each member. */
  double[] stretches() {
    RouterGraph routers = simulation.routers();
    return IntStream.range(1, members.size())
        .filter(i -> arrived[i] > 0)
        .mapToDouble(
            i -> (double) (arrived[i] - sent) / routers.delayNanos(hosts.get(0), hosts.get(i)))
        .toArray();
  }

  /** Counts the copies of the last message by the next hops of all members. */
  Costs costs() {
    Map<Long, Integer> copies = new HashMap<>();
    Map<Long, Integer> direct = new HashMap<>();
    for (int i = 1; i < members.size(); i++) {
      for (Neighbour each : members.get(i).neighbours()) {
        Integer parent = byAddress.get(each.endpoint());
        if (each.role().equals("parent") && parent != null) {
          walk(parent, i, copies);
          break;
        }
      }
      walk(0, i, direct);
    }
    long all = copies.values().stream().mapToLong(each -> each).sum();
    long most = copies.values().stream().mapToLong(each -> each).max().orElse(0);
    return new Costs((double) all / copies.size(), most, (double) all / direct.size());
  }

  private void walk(int from, int to, Map<Long, Integer> copies) {
    List<Integer> path = simulation.routers().path(hosts.get(from), hosts.get(to));
    copies.merge(-2L * from - 1, 1, Integer::sum);
    for (int i = 1; i < path.size(); i++) {
      copies.merge((long) path.get(i - 1) * ROUTERS.routers() + path.get(i), 1, Integer::sum);
    }
    copies.merge(-2L * to - 2, 1, Integer::sum);
  }

  /** A counter of all members together. */
  double meter(String name) {
    long[] sum = new long[1];
    members.forEach(
        each -> each.meters((meter, value) -> sum[0] += meter.equals(name) ? value : 0));
    return sum[0];
  }

  /** The highest of a counter among all members. */
  double most(String name) {
    long[] most = new long[1];
    members.forEach(
        each ->
            each.meters(
                (meter, value) ->
                    most[0] = meter.equals(name) ? Math.max(most[0], value) : most[0]));
    return most[0];
  }

  @Override
  public void close() {
    simulation.close();
  }
}
