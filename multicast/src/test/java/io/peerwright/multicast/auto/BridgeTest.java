package io.peerwright.multicast.auto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.multicast.flood.FloodPruneConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.lan.Lan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Three subnets without a router between them and a peer that has no IP multicast at all; a router
 * of the overlay, which is no member, links them.
 */
class BridgeTest {

  private static final Group GROUP = new Group(Endpoint.parse("239.71.0.1:7100"), "");
  private static final int ON_EACH = 4;

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final List<Lan> lans = new ArrayList<>();
  private final List<Peer> members = new ArrayList<>();
  private final Peer hub;
  private final AutoConfig config;
  private final int[] copies = new int[3];
  private int sent;

  private final class Peer {
    final Host host;
    final Overlay overlay;
    final Multicast multicast;
    final List<Integer> heard = new ArrayList<>();
    Handle membership = () -> {};

    Peer(Lan lan, String name, AutoConfig overlayBetween, boolean useIp) {
      host = lan.newHost(name, null, null);
      overlay = new AutoProvider().create(host, overlayBetween.withUseIp(useIp));
      multicast = overlay.as(Multicast.class).orElseThrow();
      host.loop().execute(overlay::join);
    }

    void join() {
      host.loop()
          .execute(
              () ->
                  multicast
                      .join(GROUP, null, (from, message) -> heard.add(message.getInt()))
                      .thenAccept(handle -> membership = handle));
    }

    /** The next number. */
    int send() {
      int number = sent++;
      host.loop()
          .execute(() -> multicast.send(GROUP, ByteBuffer.allocate(500).putInt(number).rewind()));
      return number;
    }

    long meter(String name) {
      Map<String, Long> meters = new HashMap<>();
      overlay.meters(meters::put);
      return meters.get(name);
    }
  }

  BridgeTest() {
    Lan center = simulation.lans().newLan("center", Duration.ZERO);
    hub = new Peer(center, "hub", centerConfig(simulation, center), false);
    run(2_000);
    Endpoint known = hub.overlay.endpoints().get(0);
    config = edgeConfig(HostPort.parse(known.toString()));
    for (int lan = 0; lan < 3; lan++) {
      lans.add(simulation.lans().newLan("lan" + lan, Duration.ZERO));
      for (int i = 0; i < ON_EACH; i++) {
        members.add(new Peer(lans.get(lan), "m" + lan + "-" + i, config, true));
      }
      countCopies(lan);
    }
    members.add(new Peer(simulation.lans().newLan("deaf", Duration.ZERO), "deaf", config, false));
    run(5_000);
    members.forEach(Peer::join);
    run(5_000);
  }

  /** How the peer in the center is linked to others; called once, before all else. */
  AutoConfig centerConfig(Simulation network, Lan center) {
    return AutoConfig.DEFAULT.withFloodPrune(FloodPruneConfig.DEFAULT);
  }

  /** How the other peers are linked. */
  AutoConfig edgeConfig(HostPort hubAddress) {
    return AutoConfig.DEFAULT.withFloodPrune(
        FloodPruneConfig.DEFAULT.withNeighbours(List.of(hubAddress)));
  }

  /** By a host that is a member by IP only. */
  private void countCopies(int lan) {
    Host host = lans.get(lan).newHost("counter" + lan, null, null);
    DatagramHandler counter =
        new DatagramHandler() {
          @Override
          public void onBound(Datagrams socket) {
            socket.join(GROUP.address(), null, null);
          }

          @Override
          public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
            copies[lan] += AutoFrame.read(data) instanceof AutoFrame.Message ? 1 : 0;
          }
        };
    Endpoint any = Endpoint.parse("0.0.0.0:7100");
    host.loop().execute(() -> host.transport().bind(any, SocketOptions.DEFAULT, counter));
  }

  private void run(long millis) {
    simulation.runFor(Duration.ofMillis(millis));
  }

  @AfterEach
  void close() {
    simulation.close();
  }

  private long bridgesOf(int lan) {
    return members.subList(lan * ON_EACH, (lan + 1) * ON_EACH).stream()
        .mapToLong(each -> each.meter("bridges.now"))
        .sum();
  }

  private Peer bridgeOf(int lan) {
    return members.subList(lan * ON_EACH, (lan + 1) * ON_EACH).stream()
        .filter(each -> each.meter("bridges.now") == 1)
        .findFirst()
        .orElseThrow();
  }

  private void assertAllHeardOnce(List<Integer> numbers) {
    for (Peer each : members) {
      assertEquals(numbers, each.heard.stream().sorted().toList(), each.host.name());
    }
  }

  @Test
  void oneCopyEntersASubnet() {
    for (int lan = 0; lan < 3; lan++) {
      assertEquals(1, bridgesOf(lan), "bridges of one subnet");
    }
    List<Integer> numbers = new ArrayList<>();
    // By a bridge, by another member, by one without IP multicast, and by two that are no members.
    Peer plain = members.stream().filter(each -> each.meter("bridges.now") == 0).findFirst().get();
    Peer stranger = new Peer(lans.get(0), "stranger", config, true);
    run(5_000);
    Peer deaf = members.get(members.size() - 1);
    for (Peer each : List.of(bridgeOf(0), plain, deaf, hub, stranger)) {
      Arrays.fill(copies, 0);
      long passedOn = total("bridged.to-overlay");
      numbers.add(each.send());
      run(2_000);
      assertAllHeardOnce(numbers);
      assertArrayEquals(new int[] {1, 1, 1}, copies, "from " + each.host.name());
      // All others have sent it over the overlay themselves.
      assertEquals(each == plain ? 1 : 0, total("bridged.to-overlay") - passedOn);
    }
    for (Peer each : members) {
      boolean isBridge = each.meter("bridges.now") == 1;
      assertTrue(isBridge || each.meter("messages.duplicates") == 0, "came by the overlay, too");
    }
  }

  private long total(String meter) {
    return members.stream().mapToLong(each -> each.meter(meter)).sum();
  }

  /** The bridge says once a second that it is there, whatever the number of members. */
  @Test
  void anIdleSubnetCarriesOnePacketASecond() {
    long before = lans.get(0).copies();
    run(60_000);
    long copies = lans.get(0).copies() - before;
    assertTrue(copies >= 58 && copies <= 66, copies + " packets in a minute");
  }

  @Test
  void anotherOneTakesOverAtOnceFromABridgeThatLeaves() {
    Peer old = bridgeOf(1);
    old.host.loop().execute(() -> old.membership.close());
    run(300);
    members.remove(old);
    long bridges =
        members.stream()
            .filter(each -> each.host.name().startsWith("m1"))
            .mapToLong(each -> each.meter("bridges.now"))
            .sum();
    assertEquals(1, bridges);
    run(2_000);
    int number = members.get(0).send();
    run(2_000);
    assertAllHeardOnce(List.of(number));
  }

  @Test
  void anotherOneTakesOverFromABridgeThatCrashes() {
    Peer old = bridgeOf(1);
    old.host.close();
    members.remove(old);
    run(3_600);
    run(2_000);
    int number = members.get(0).send();
    run(2_000);
    assertAllHeardOnce(List.of(number));
  }

  /** Whoever comes by the overlay only hears what is sent on a subnet, and the other way round. */
  @Test
  void groupsAreDiscoveredAcrossSubnets() {
    List<Group> found = new ArrayList<>();
    Peer far = members.get(2 * ON_EACH);
    far.host.loop().execute(() -> far.multicast.discover(found::add));
    Group announced = new Group(Endpoint.parse("239.71.0.9:7109"), "copper");
    members.get(0).host.loop().execute(() -> members.get(0).multicast.announce(announced));
    run(2_000);
    assertEquals(List.of(announced), found);
  }
}
