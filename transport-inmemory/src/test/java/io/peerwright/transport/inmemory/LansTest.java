package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.lan.Lan;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multicast between LANs: S and D1 at R1, D2, D3 and D4 at R2, and a line between the routers. */
class LansTest {

  private static final int COUNT = 100;
  private static final String GLOBAL = "224.1.2.3";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final class Socket implements DatagramHandler {
    int received;
    Datagrams socket;

    @Override
    public void onBound(Datagrams bound) {
      socket = bound;
    }

    @Override
    public void onDatagram(Datagrams on, Endpoint sender, ByteBuffer data) {
      received++;
    }
  }

  private Simulation sim;
  private final List<Lan> lans = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private MulticastRouter r1;

  /** In so many shards, or host by host if 0: LANs and hosts s, d1, d2, d3, d4, and the line. */
  private void start(int shards, int ttl, boolean ipv4) {
    InMemoryConfig config =
        shards == 0
            ? InMemoryConfig.DEFAULT.withHostByHost()
            : InMemoryConfig.DEFAULT.withShards(shards);
    start(config, ttl, ipv4);
  }

  private void start(InMemoryConfig config, int ttl, boolean ipv4) {
    lans.clear();
    hosts.clear();
    sockets.clear();
    sim = Simulation.create(config.withPoison()).strict();
    SocketOptions options = SocketOptions.DEFAULT.withMulticast(null, ttl, true);
    for (String name : List.of("s", "d1", "d2", "d3", "d4")) {
      Lan lan = sim.lans().newLan(name, Duration.ZERO);
      Host host = lan.newHost(name, null, null);
      Socket socket = new Socket();
      host.transport().bind(Endpoint.parse(ipv4 ? "0.0.0.0:5000" : "[::]:5000"), options, socket);
      lans.add(lan);
      hosts.add(host);
      sockets.add(socket);
    }
    Lan line = sim.lans().newLan("line", Duration.ofMillis(10));
    lans.add(line);
    r1 = sim.lans().newRouter("r1", lans.get(0), lans.get(1), line);
    sim.lans().newRouter("r2", line, lans.get(2), lans.get(3), lans.get(4));
    sim.runFor(SECOND);
  }

  private void join(int host, String group, Endpoint source) {
    sockets.get(host).socket.join(Endpoint.parse(group + ":5000"), null, source);
  }

  private void send(int host, String group) {
    for (int i = 0; i < COUNT; i++) {
      sockets.get(host).socket.send(Endpoint.parse(group + ":5000"), ByteBuffer.allocate(1024));
    }
    sim.runFor(SECOND);
  }

  private List<Integer> received() {
    return sockets.stream().map(socket -> socket.received).toList();
  }

  private List<Long> copies() {
    return lans.stream().map(Lan::copies).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,224.1.2.3", "2,224.1.2.3", "3,[ff1e::7101]", "1,[ff1e::7101]"})
  void oneCopyIsOnEachLink(int shards, String group) {
    start(shards, 8, !group.startsWith("["));
    // A loop in the graph, and a second way.
    sim.lans().newRouter("r3", lans.get(5), lans.get(0), lans.get(3));
    sim.lans().newRouter("r4", lans.get(5), lans.get(2), lans.get(3));
    r1.setUp(true);
    join(2, group, null);
    send(0, group);
    assertEquals(List.of(0, 0, COUNT, 0, 0), received());
    assertEquals(List.of(100L, 0L, 100L, 0L, 0L), copies().subList(0, 5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theTreeIsThatOfThePicture(int shards) {
    start(shards, 8, true);
    join(2, GLOBAL, null);
    join(3, GLOBAL, hosts.get(0).listenAddress());
    join(4, GLOBAL, hosts.get(1).listenAddress());
    send(0, GLOBAL);
    assertEquals(List.of(0, 0, COUNT, COUNT, 0), received());
    assertEquals(List.of(100L, 0L, 100L, 100L, 0L, 100L), copies());
    r1.setUp(false);
    send(0, GLOBAL);
    assertEquals(List.of(0, 0, COUNT, COUNT, 0), received());
  }

  @ParameterizedTest
  @CsvSource({
    "1,224.1.2.3,0,0", "2,224.1.2.3,100,0", "3,224.1.2.3,100,100", "9,224.0.0.9,0,0",
    "9,[ff02::9],0,0", "9,[ff05::9],0,0", "9,239.1.1.1,0,0", "9,[ff0e::9],100,100"
  })
  void ttlAndScopeEndTheWay(int ttl, String group, int one, int two) {
    start(1, ttl, !group.startsWith("["));
    r1.setBoundary(true);
    join(1, group, null);
    join(2, group, null);
    send(0, group);
    assertEquals(List.of(0, one, two, 0, 0), received());
  }

  @Test
  void theHashIsTheSameForAnyNumberOfShards() {
    List<Long> hashes = new ArrayList<>();
    for (int shards = 0; shards <= 3; shards++) {
      start(shards, 8, true);
      for (int i = 1; i < 5; i++) {
        join(i, GLOBAL, null);
      }
      sim.schedule(Duration.ofMillis(1_020), () -> r1.setUp(false));
      send(0, GLOBAL);
      send(3, GLOBAL);
      assertEquals(List.of(0, COUNT, 2 * COUNT, 2 * COUNT, 2 * COUNT), received());
      hashes.add(sim.traceHash());
    }
    assertTrue(hashes.stream().distinct().count() == 1, "" + hashes);
  }

  /** Who is cut off misses what is sent meanwhile, and nobody else does; the routers go on. */
  @Test
  void aCutKeepsDatagramsFromSomeMembers() {
    List<Long> hashes = new ArrayList<>();
    for (int shards = 1; shards <= 3; shards++) {
      start(shards, 8, true);
      for (int i = 1; i < 5; i++) {
        join(i, GLOBAL, null);
      }
      Handle cut = sim.cut(List.of(hosts.get(0), hosts.get(1)), hosts.subList(2, 4));
      send(0, GLOBAL);
      send(2, GLOBAL);
      assertEquals(List.of(0, COUNT, COUNT, COUNT, 2 * COUNT), received());
      assertEquals(List.of(100L, 200L, 200L, 200L, 200L, 200L), copies());
      cut.close();
      Handle oneWay = sim.faults().cutOneWay(List.of(hosts.get(0)), List.of(hosts.get(4)));
      send(0, GLOBAL);
      send(4, GLOBAL);
      oneWay.close();
      assertEquals(List.of(0, 3 * COUNT, 3 * COUNT, 3 * COUNT, 3 * COUNT), received());
      hashes.add(sim.traceHash());
    }
    assertEquals(1, hashes.stream().distinct().count(), hashes::toString);
  }

  @Test
  void eachMemberLosesItsOwnDatagrams() {
    NetworkModel lossy = InMemoryConfig.DEFAULT.network().withDatagramFaults(300_000, 0, 0);
    List<Long> hashes = new ArrayList<>();
    for (int shards = 1; shards <= 3; shards++) {
      start(InMemoryConfig.DEFAULT.withShards(shards).withNetwork(lossy), 8, true);
      for (int i = 1; i < 5; i++) {
        join(i, GLOBAL, null);
      }
      for (int i = 0; i < 10; i++) {
        send(0, GLOBAL);
      }
      List<Integer> heard = received().subList(1, 5);
      heard.forEach(each -> assertEquals(700, each, 75, heard::toString));
      assertTrue(heard.stream().distinct().count() > 1, "all lose the same: " + heard);
      copies().forEach(each -> assertEquals(1_000, each, "lost by a router"));
      hashes.add(sim.traceHash());
    }
    assertEquals(1, hashes.stream().distinct().count(), hashes::toString);
  }

  /** In every order of joining, and whatever it has left. */
  @Test
  void aSocketWithSeveralMembershipsHearsOnce() {
    start(1, 8, true);
    join(2, GLOBAL, hosts.get(0).listenAddress());
    join(2, GLOBAL, null);
    join(2, GLOBAL, hosts.get(1).listenAddress());
    join(3, GLOBAL, null);
    join(3, GLOBAL, hosts.get(0).listenAddress());
    send(0, GLOBAL);
    assertEquals(List.of(0, 0, COUNT, COUNT, 0), received());
    sockets.get(2).socket.leave(Endpoint.parse(GLOBAL + ":5000"), null, null);
    send(0, GLOBAL);
    assertEquals(List.of(0, 0, 2 * COUNT, 2 * COUNT, 0), received());
    send(4, GLOBAL);
    assertEquals(List.of(0, 0, 2 * COUNT, 3 * COUNT, 0), received());
  }

  @Test
  void membersComeAndGoWhileOthersSend() {
    start(1, 8, true);
    Runnable send =
        () -> sockets.get(0).socket.send(Endpoint.parse(GLOBAL + ":5000"), ByteBuffer.allocate(9));
    for (int i = 0; i < 15; i++) {
      hosts.get(0).loop().schedule(i * 200_000_000L, send);
    }
    sim.schedule(Duration.ofMillis(1_900), () -> join(2, GLOBAL, null));
    sim.schedule(
        Duration.ofMillis(2_950),
        () -> sockets.get(2).socket.leave(Endpoint.parse(GLOBAL + ":5000"), null, null));
    sim.runFor(Duration.ofSeconds(5));
    assertEquals(5, received().get(2), "sent between joining and leaving");
    assertEquals(5, lans.get(2).copies(), "nothing is carried where nobody listens");
  }

  @Test
  void anotherRouterTakesOver() {
    start(1, 8, true);
    Lan detour = sim.lans().newLan("detour", Duration.ofMillis(50));
    sim.lans().newRouter("r5", lans.get(0), detour);
    sim.lans().newRouter("r6", detour, lans.get(5));
    join(2, GLOBAL, null);
    send(0, GLOBAL);
    assertEquals(0, detour.copies());
    r1.setUp(false);
    send(0, GLOBAL);
    assertEquals(COUNT, detour.copies());
    assertEquals(2 * COUNT, received().get(2));
  }

  /** Fifty LANs in a row of routers, twenty members on each, two sources at once. */
  @Test
  void aThousandMembersHearEachSourceOnce() {
    sim = Simulation.create(InMemoryConfig.DEFAULT.withShards(2)).strict();
    SocketOptions far = SocketOptions.DEFAULT.withMulticast(null, 64, false);
    Lan before = null;
    List<Lan> row = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Lan lan = sim.lans().newLan("lan" + i, Duration.ofMillis(1));
      if (before != null) {
        sim.lans().newRouter("router" + i, before, lan);
      }
      before = lan;
      row.add(lan);
      for (int k = 0; k < 20; k++) {
        Socket socket = new Socket();
        Host host = lan.newHost("m" + i + "-" + k, null, null);
        host.transport().bind(Endpoint.parse("0.0.0.0:5000"), far, socket);
        sockets.add(socket);
      }
    }
    sim.runFor(SECOND);
    for (int i = 0; i < sockets.size(); i++) {
      join(i, GLOBAL, null);
    }
    sim.runFor(SECOND);
    Endpoint group = Endpoint.parse(GLOBAL + ":5000");
    for (int i = 0; i < 5; i++) {
      sockets.get(0).socket.send(group, ByteBuffer.allocate(100));
      sockets.get(999).socket.send(group, ByteBuffer.allocate(100));
    }
    sim.runFor(Duration.ofSeconds(2));
    for (int i = 0; i < sockets.size(); i++) {
      boolean isSource = i == 0 || i == 999;
      assertEquals(isSource ? 5 : 10, sockets.get(i).received, "member " + i);
    }
    row.forEach(lan -> assertEquals(10, lan.copies(), lan.name()));
  }
}
