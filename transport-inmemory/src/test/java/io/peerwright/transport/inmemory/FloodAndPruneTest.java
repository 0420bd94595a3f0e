package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.inmemory.RoutedNetwork.Seen;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Graft;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.GraftAck;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Prune;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Report;
import io.peerwright.transport.inmemory.lan.Lan;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import io.peerwright.transport.inmemory.lan.RouterProtocol;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row S - R1 - x - R2 - y - R3 - D of LANs and routers, and rings of them. */
class FloodAndPruneTest {

  private static final String GROUP = "239.71.0.1";
  private static final String GROUP6 = "[ff15::7101]";

  private final RoutedNetwork net = new RoutedNetwork(true);
  private MulticastRouter r2;

  private static RoutedNetwork row(RoutedNetwork net, RouterProtocol protocol) {
    net.host("S", "s");
    net.host("T", "s");
    net.host("D", "d");
    net.router("R1", protocol, "s", "x");
    return net;
  }

  private void row(Duration pruneLifetime) {
    RouterProtocol protocol = RouterProtocol.DEFAULT.withPruneLifetime(pruneLifetime);
    row(net, protocol);
    r2 = net.router("R2", protocol, "x", "y");
    net.router("R3", protocol, "y", "d");
    net.runSeconds(30);
  }

  private static List<Seen> of(List<Seen> seen, Class<?> type) {
    return seen.stream().filter(each -> type.isInstance(each.message())).toList();
  }

  @Test
  void whatNobodyWantsIsPrunedForTheLifetimeAndThenFloods() {
    row(Duration.ofSeconds(100));
    List<Seen> x = net.watch("x");
    net.copies("s", "x", "y", "d");
    net.stream("S", GROUP, 950);
    // One packet floods to R3, which prunes; so does R2.
    assertEquals(List.of(950L, 1L, 1L, 0L), List.copyOf(net.copies("s", "x", "y", "d").values()));
    Prune prune = (Prune) of(x, Prune.class).get(0).message();
    assertTrue(prune.lifetimeSeconds() >= 99 && prune.lifetimeSeconds() <= 100, "" + prune);
    net.stream("S", GROUP, 100);
    assertEquals(1, net.copies("x").get("x"), "flooded once more");
  }

  @Test
  void prunesArePerSource() {
    row(Duration.ofHours(2));
    net.join("D", GROUP, "T");
    net.runSeconds(5);
    net.stream("S", GROUP, 10);
    net.copies("x", "d");
    net.stream("S", GROUP, 10);
    net.stream("T", GROUP, 10);
    assertEquals(List.of(10L, 10L), List.copyOf(net.copies("x", "d").values()));
    assertEquals(10, net.received("D"));
  }

  @Test
  void aJoinGraftsThePrunedBranchAtOnce() {
    row(Duration.ofHours(2));
    net.stream("S", GROUP, 20);
    List<Seen> x = net.watch("x");
    net.join("D", GROUP);
    // The report, and the grafts of R3 and R2: 5 ms each.
    net.runMillis(20);
    net.stream("S", GROUP, 20);
    assertEquals(20, net.received("D"));
    assertEquals(1, of(x, Graft.class).size());
    assertEquals(1, of(x, GraftAck.class).size());
    net.leave("D", GROUP);
    net.runSeconds(3);
    net.stream("S", GROUP, 5);
    net.copies("x");
    net.stream("S", GROUP, 20);
    assertEquals(0, net.copies("x").get("x"), "pruned again");
  }

  @Test
  void aGraftIsRepeatedUntilItIsAcknowledged() {
    row(Duration.ofHours(2));
    net.stream("S", GROUP, 20);
    List<Seen> y = net.watch("y");
    r2.setUp(false);
    net.join("D", GROUP);
    net.runSeconds(20);
    List<Seen> grafts = of(y, Graft.class);
    List<Long> gaps =
        IntStream.range(1, grafts.size())
            .mapToObj(i -> Math.round(grafts.get(i).second() - grafts.get(i - 1).second()))
            .toList();
    assertEquals(List.of(5L, 10L), gaps);
    r2.setUp(true);
    net.runSeconds(60);
    y.clear();
    net.runSeconds(200);
    assertEquals(0, of(y, Graft.class).size());
    net.stream("S", GROUP, 20);
    assertEquals(20, net.received("D"));
  }

  @Test
  void dependentsSaySoByPoisonReverse() {
    row(Duration.ofHours(2));
    List<Seen> x = net.watch("x");
    net.runSeconds(61);
    // LANs are numbered as they are made, the default LAN first.
    int s = 2;
    List<DvmrpMessage.Route> routes =
        of(x, Report.class).stream()
            .flatMap(each -> ((Report) each.message()).routes().stream())
            .filter(each -> each.network() == s)
            .toList();
    assertEquals(
        List.of(1, 34),
        routes.stream().map(DvmrpMessage.Route::metric).sorted().distinct().toList(),
        "one LAN away for R1, two for R2, which depends");
  }

  /** Two routers on one LAN: one of them forwards, the nearer one. */
  @Test
  void oneRouterForwardsToALan() {
    row(net, RouterProtocol.DEFAULT);
    net.router("near", RouterProtocol.DEFAULT, "s", "d");
    net.router("far", RouterProtocol.DEFAULT, "x", "d");
    net.router("also-near", RouterProtocol.DEFAULT, "s", "d");
    net.runSeconds(30);
    net.join("D", GROUP);
    net.runSeconds(5);
    net.copies("d");
    net.stream("S", GROUP, 10);
    assertEquals(10, net.copies("d").get("d"));
    assertEquals(10, net.received("D"));
  }

  @Test
  void anotherWayIsFoundWhenARouterStopsAndTheFirstWhenItIsBack() {
    row(net, RouterProtocol.DEFAULT);
    MulticastRouter direct = net.router("R2", RouterProtocol.DEFAULT, "x", "d");
    net.router("R3", RouterProtocol.DEFAULT, "x", "z");
    net.router("R4", RouterProtocol.DEFAULT, "z", "d");
    net.runSeconds(30);
    net.join("D", GROUP);
    net.runSeconds(5);
    net.stream("S", GROUP, 10);
    assertEquals(10, net.received("D"));
    direct.setUp(false);
    // 35 s until its silence is noticed, at the next probe.
    net.runSeconds(55);
    net.copies("z", "d");
    net.stream("S", GROUP, 10);
    assertEquals(List.of(10L, 10L), List.copyOf(net.copies("z", "d").values()));
    assertEquals(20, net.received("D"));
    direct.setUp(true);
    net.runSeconds(30);
    net.stream("S", GROUP, 10);
    net.copies("z", "d");
    net.stream("S", GROUP, 10);
    assertEquals(List.of(0L, 10L), List.copyOf(net.copies("z", "d").values()));
    assertEquals(40, net.received("D"));
  }

  @Test
  void ttlScopeAndBoundaryEndTheWay() {
    row(Duration.ofHours(2));
    net.join("D", "224.0.0.99");
    net.join("D", GROUP);
    r2.setBoundary(true);
    net.runSeconds(5);
    net.copies("x", "y");
    net.stream("S", "224.0.0.99", 5);
    net.stream("S", GROUP, 5);
    assertEquals(List.of(5L, 0L), List.copyOf(net.copies("x", "y").values()));
  }

  @Test
  void ipv6PacketsTakeTheSameTrees() {
    RoutedNetwork six = row(new RoutedNetwork(false), RouterProtocol.DEFAULT);
    six.router("R2", RouterProtocol.DEFAULT, "x", "d");
    six.router("R3", RouterProtocol.DEFAULT, "x", "e");
    six.runSeconds(30);
    six.stream("S", GROUP6, 10);
    six.copies("x", "d", "e");
    six.join("D", GROUP6);
    six.runSeconds(1);
    six.stream("S", GROUP6, 10);
    assertEquals(List.of(10L, 10L, 0L), List.copyOf(six.copies("x", "d", "e").values()));
    assertEquals(10, six.received("D"));
  }

  /** Reports and probes of an idle row: known and small. */
  @Test
  void whatIsSaidIsCounted() {
    row(Duration.ofHours(2));
    net.runSeconds(5);
    Lan x = net.lan("x");
    long messages = x.controlMessages();
    long bytes = x.controlBytes();
    net.runSeconds(60);
    // In a minute 6 probes and a report of each of two routers.
    assertEquals(14, x.controlMessages() - messages);
    // 16 bytes a probe, 8 and 8 a route for a report of four LANs.
    assertEquals(2 * (6 * 16 + 40), x.controlBytes() - bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9})
  void ringsOfRoutersCarryOneCopy(int count) {
    net.host("S", "lan0");
    for (int i = 0; i < count; i++) {
      net.router("R" + i, RouterProtocol.DEFAULT, "lan" + i, "lan" + (i + 1) % count);
    }
    net.host("D", "lan" + count / 2);
    net.runSeconds(60);
    net.join("D", GROUP);
    net.runSeconds(5);
    net.stream("S", GROUP, 30);
    assertEquals(30, net.received("D"));
  }

  @Test
  void theRunRepeats() {
    List<Long> hashes =
        IntStream.range(0, 2)
            .mapToObj(
                i -> {
                  RoutedNetwork each = row(new RoutedNetwork(true), RouterProtocol.DEFAULT);
                  each.router("R2", RouterProtocol.DEFAULT.withIgmpV2(), "x", "d");
                  each.runSeconds(30);
                  each.stream("S", GROUP, 10);
                  each.join("D", GROUP);
                  each.runMillis(20);
                  each.stream("S", GROUP, 10);
                  assertEquals(10, each.received("D"));
                  return each.sim.traceHash();
                })
            .toList();
    assertEquals(hashes.get(0), hashes.get(1));
  }

  @Test
  void aLanHasRoutersOfOneKind() {
    net.idealRouter("ideal", "s", "x");
    assertThrows(
        IllegalArgumentException.class, () -> net.router("R", RouterProtocol.DEFAULT, "x", "y"));
    net.router("R", RouterProtocol.DEFAULT, "y", "z");
    assertThrows(IllegalArgumentException.class, () -> net.idealRouter("other", "z", "x"));
    Simulation shards = Simulation.create(InMemoryConfig.DEFAULT.withShards(2));
    assertThrows(
        IllegalStateException.class,
        () -> shards.lans().newRouter("R", RouterProtocol.DEFAULT, shards.lans().defaultLan()));
  }
}
