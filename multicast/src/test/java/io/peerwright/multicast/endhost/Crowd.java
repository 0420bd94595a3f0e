package io.peerwright.multicast.endhost;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.multicast.rendezvous.RendezvousConfig;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Simulated members of one group, which write down when they hear each message. */
final class Crowd implements AutoCloseable {

  static final Group GROUP = new Group(Endpoint.parse("239.255.77.1:4001"), "crowd");
  private static final Endpoint SERVER = Endpoint.parse("10.9.0.1:8877");

  /** One member. */
  static final class Member {
    final Host host;
    final EndHostOverlay overlay;

    /** When each message came, by its number. */
    final Map<Integer, Long> heard = new HashMap<>();

    int again;
    int lastNumber = -1;
    int disorder;
    Handle membership = () -> {};
    boolean up = true;

    Member(Host host, EndHostOverlay overlay) {
      this.host = host;
      this.overlay = overlay;
    }
  }

  final Simulation simulation;
  final Host server;
  final Overlay rendezvous;
  final List<Member> members = new ArrayList<>();
  private final EndHostConfig config;

  Crowd(long seed, EndHostConfig config, NetworkModel network) {
    simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network).withPoison())
            .strict();
    server = simulation.newHost("rendezvous", SERVER, null);
    rendezvous =
        new RendezvousProvider().create(server, RendezvousConfig.DEFAULT.withListen(SERVER));
    rendezvous.join();
    this.config = config.withRendezvous(List.of(HostPort.parse(SERVER.toString())));
  }

  /** All latencies alike, so that a round trip takes this long. */
  static NetworkModel roundTrip(int millis) {
    return NetworkModel.DEFAULT.withLatencyMicros(500 * millis, 500 * millis);
  }

  Member join() {
    Host host = simulation.newHost("member" + members.size(), null, null);
    EndHostOverlay overlay = (EndHostOverlay) new EndHostProvider().create(host, config);
    Member member = new Member(host, overlay);
    members.add(member);
    overlay.join();
    overlay
        .join(GROUP, null, (from, message) -> hear(member, message.getInt()))
        .thenAccept(handle -> member.membership = handle);
    return member;
  }

  Crowd joinAll(int count, Duration each) {
    for (int i = 0; i < count; i++) {
      join();
      pass(each);
    }
    pass(Duration.ofSeconds(20));
    return this;
  }

  private void hear(Member member, int number) {
    member.again += member.heard.containsKey(number) ? 1 : 0;
    member.heard.putIfAbsent(number, simulation.now().toNanos());
    member.disorder += number < member.lastNumber ? 1 : 0;
    member.lastNumber = number;
  }

  void send(int from, int number) {
    members.get(from).overlay.send(GROUP, ByteBuffer.allocate(100).putInt(0, number));
  }

  void crash(Member member) {
    member.up = false;
    simulation.crash(member.host);
  }

  void leave(Member member) {
    member.up = false;
    member.overlay.leave();
  }

  void pass(Duration time) {
    simulation.runFor(time);
  }

  /** The members that are up, but for the first, which sends. */
  List<Member> others() {
    return members.stream().skip(1).filter(each -> each.up).toList();
  }

  /** How many of the others have heard a message. */
  long heard(int number) {
    return others().stream().filter(each -> each.heard.containsKey(number)).count();
  }

  /** Fails if a table is not in order, or next hops make a loop. */
  void check() {
    Map<Endpoint, Endpoint> parents = new HashMap<>();
    for (Member each : members) {
      if (each.up) {
        each.overlay.checkInvariants();
        for (Neighbour neighbour : each.overlay.neighbours()) {
          if (neighbour.role().equals("parent") && !each.overlay.endpoints().isEmpty()) {
            parents.put(each.overlay.endpoints().get(0), neighbour.endpoint());
          }
        }
      }
    }
    for (Endpoint start : parents.keySet()) {
      Endpoint at = start;
      for (int hops = 0; at != null; hops++) {
        if (hops > parents.size()) {
          throw new AssertionError("a loop through " + start);
        }
        at = parents.get(at);
      }
    }
  }

  long meter(String name) {
    long[] sum = new long[1];
    for (Member each : members) {
      each.overlay.meters((meter, value) -> sum[0] += meter.equals(name) ? value : 0);
    }
    return sum[0];
  }

  @Override
  public void close() {
    simulation.close();
  }
}
