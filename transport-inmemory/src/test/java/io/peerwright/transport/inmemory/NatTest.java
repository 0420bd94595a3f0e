package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import io.peerwright.transport.inmemory.NatLab.Seen;
import io.peerwright.transport.inmemory.NatLab.Udp;
import io.peerwright.transport.inmemory.nat.NatModel;
import io.peerwright.transport.inmemory.nat.NatModel.Refresh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatTest {

  private static final Endpoint ANY = Endpoint.parse("0.0.0.0:0");

  private final NatLab lab = new NatLab(1);
  private final Simulation sim = lab.sim;

  private Nat nat(String kind) {
    return sim.newNat("nat", NatModel.of(kind), null);
  }

  private static Host host(Nat nat, String name) {
    return nat.newHost(name, null, null);
  }

  private static NatLab.Message receive(Udp socket) {
    return socket.inbox.poll();
  }

  // Addresses.

  @Test
  void hostsBehindABoxHavePrivateAddresses() {
    Nat outer = nat("eim+apdf");
    Nat inner = sim.newNat("inner", NatModel.DEFAULT, outer);
    Host a = outer.newHost("a", ANY.withPort(6346), null);
    Host b = host(inner, "b");
    assertEquals("192.168.0.2:0", inner.address().toString());
    assertEquals("192.168.0.3:6346", a.listenAddress().toString());
    assertEquals("172.16.0.2:0", b.listenAddress().toString());
    assertEquals(b.listenAddress(), b.transport().localAddresses().get(0));
    assertEquals("inner", inner.name());
    assertEquals(NatModel.DEFAULT, inner.model());
  }

  @Test
  void whatCannotBeIsRefused() {
    Nat fw = nat("fw");
    host(fw, "a");
    String one = assertThrows(IllegalStateException.class, () -> host(fw, "b")).getMessage();
    assertTrue(one.contains("nat has its host"), one);
    assertThrows(IllegalArgumentException.class, () -> nat("eim+eif"), "the name is taken");
    Nat other = sim.newNat("other", NatModel.DEFAULT, null);
    assertThrows(IllegalArgumentException.class, () -> host(other, "a"));
    Endpoint given = Endpoint.parse("192.0.2.1:80");
    assertThrows(IllegalArgumentException.class, () -> other.newHost("c", given, null));
    sim.close();
    assertThrows(IllegalStateException.class, () -> host(other, "d"));
    assertThrows(IllegalStateException.class, () -> sim.newNat("late", NatModel.DEFAULT, null));
  }

  @Test
  void aHostThatReturnsHasItsAddressAgain() {
    Nat fw = nat("fw");
    Host a = host(fw, "a");
    sim.crash(a);
    Host again = host(fw, "a");
    assertEquals(a.listenAddress(), again.listenAddress());
    assertNotNull(lab.reflexive(lab.udp(again)));
  }

  @Test
  void sixteenBoxesInARowAreTheMost() {
    Nat nat = null;
    for (int i = 0; i < 16; i++) {
      nat = sim.newNat("nat" + i, NatModel.of("eimr+apdf"), nat);
    }
    Nat last = nat;
    Udp deep = lab.udp(host(last, "deep"));
    assertNotNull(lab.reflexive(deep));
    assertThrows(IllegalArgumentException.class, () -> sim.newNat("nat16", NatModel.DEFAULT, last));
    assertNotNull(host(last, "nat16"), "the name is still free");
  }

  @Test
  void neighboursTalkWithoutTheBox() {
    Nat nat = nat("blocked");
    Host a = host(nat, "a");
    Host b = host(nat, "b");
    Udp one = lab.udp(a);
    Udp other = lab.udp(b);
    one.send(b.listenAddress().withPort(other.socket.local().port()), "x");
    assertEquals(a.listenAddress().withPort(one.socket.local().port()), receive(other).from());
    Acceptor acceptor = new Acceptor();
    b.transport().listen(ANY.withPort(80), SocketOptions.DEFAULT, acceptor);
    sim.runFor(Duration.ofMillis(1));
    assertTrue(lab.connects(a, b.listenAddress().withPort(80)));
  }

  @Test
  void privateAddressesMeanNothingElsewhere() {
    Host a = host(nat("none"), "a");
    Host stranger = sim.newHost("stranger", null, null);
    Host b = host(sim.newNat("other", NatModel.of("none"), null), "b");
    Udp target = lab.udp(a);
    Endpoint at = a.listenAddress().withPort(target.socket.local().port());
    lab.udp(stranger).send(at, "x");
    lab.udp(b).send(at, "x");
    assertNull(receive(target));
    assertNull(receive(lab.udp(b)));
  }

  @Test
  void ipv6IsNotTranslated() {
    Host a = host(nat("none"), "a");
    Endpoint server6 = lab.server1.transport().localAddresses().get(1);
    Recorder link = new Recorder();
    a.transport().connect(server6.withPort(443), SocketOptions.DEFAULT, link);
    sim.runFor(Duration.ofSeconds(11));
    assertNotNull(link.reason);
    assertFalse(link.calls.contains("open"));
  }

  @Test
  void namesLeadToTheBoxThatIsInReach() {
    Nat outer = nat("eim+apdf");
    Nat inner = sim.newNat("inner", NatModel.DEFAULT, outer);
    Host a = host(outer, "a");
    Host b = host(inner, "b");
    assertEquals(List.of(outer.address().withPort(80)), resolve(lab.server1, "b:80"));
    assertEquals(List.of(inner.address().withPort(80)), resolve(a, "b:80"));
    assertEquals(2, resolve(host(inner, "c"), "b:80").size());
    assertEquals(b.listenAddress().withPort(80), resolve(b, "b:80").get(0));
    assertEquals(List.of(a.listenAddress().withPort(80)), resolve(b, "a:80"));
    assertEquals(List.of(lab.server1.listenAddress().withPort(80)), resolve(b, "server1:80"));
    assertEquals(16, b.transport().prefixBits(b.listenAddress()));
  }

  private List<Endpoint> resolve(Host from, String name) {
    List<Endpoint> all = new ArrayList<>();
    from.transport().resolve(name, 1_000_000_000L, all::addAll);
    sim.runFor(Duration.ofSeconds(1));
    return all;
  }

  // Hairpin.

  @ParameterizedTest
  @CsvSource({
    "eim+eif, false, false",
    "eim+eif+hairpin, true, true",
    "eimr+eif+hairpin, true, true",
    "apdm+eif+hairpin, true, true",
    "eim+adf+hairpin, false, true",
    "eim+apdf+hairpin, false, true",
    "apdm+apdf+hairpin, false, false",
    "eim+apdf, false, false"
  })
  void hairpinLetsNeighboursMeetOutside(String kind, boolean direct, boolean punch) {
    Nat nat = nat(kind);
    Udp a = lab.udp(host(nat, "a"));
    Udp b = lab.udp(host(nat, "b"));
    Endpoint atA = lab.reflexive(a);
    Endpoint atB = lab.reflexive(b);
    a.send(atB, "x");
    NatLab.Message message = receive(b);
    assertEquals(direct, message != null);
    if (direct) {
      assertTrue(HostAddresses.same(nat.address(), message.from()), "the source is outside too");
    }
    assertEquals(punch, lab.punch(a, b, atA, atB, 0));
  }

  @Test
  void hairpinWorksForStreamsAndIsRefusedWithout() {
    for (boolean hairpin : new boolean[] {true, false}) {
      Nat nat = sim.newNat("nat" + hairpin, NatModel.of("eim+eif").withHairpin(hairpin), null);
      Host a = host(nat, "a" + hairpin);
      Host b = host(nat, "b" + hairpin);
      Seen seen = lab.seen(b, 7001);
      assertEquals(hairpin, lab.reaches(a, b, seen));
      Recorder link = lab.connect(a, 0, seen.at().withPort(9));
      assertEquals(hairpin ? null : Reason.REFUSED, link.reason);
    }
  }

  @Test
  void neighboursBehindACarriersBoxMeetByItsHairpin() {
    for (boolean hairpin : new boolean[] {true, false}) {
      NatModel model = NatModel.of("eim+eif").withHairpin(hairpin);
      Nat carrier = sim.newNat("carrier" + hairpin, model, null);
      Udp a =
          lab.udp(host(sim.newNat("a-nat" + hairpin, NatModel.DEFAULT, carrier), "a" + hairpin));
      Udp b =
          lab.udp(host(sim.newNat("b-nat" + hairpin, NatModel.DEFAULT, carrier), "b" + hairpin));
      Endpoint atA = lab.reflexive(a);
      Endpoint atB = lab.reflexive(b);
      assertTrue(HostAddresses.same(carrier.address(), atA));
      assertTrue(HostAddresses.same(atA, atB));
      assertEquals(hairpin, lab.punch(a, b, atA, atB, 0));
    }
  }

  // Lifetimes.

  @ParameterizedTest
  @CsvSource({"15, true", "29, true", "31, false"})
  void keepalivesKeepAMappingIfTheyAreOftenEnough(int seconds, boolean kept) {
    Udp a = lab.udp(host(nat("eimr+apdf"), "a"));
    Udp server = lab.udp(lab.server2);
    Endpoint at = lab.server2.listenAddress().withPort(server.socket.local().port());
    a.send(at, "first");
    Endpoint seen = receive(server).from();
    for (int i = 0; i < 20; i++) {
      sim.runFor(Duration.ofSeconds(seconds));
      if (i < 19) {
        a.send(at, "keepalive");
      }
    }
    server.send(seen, "now");
    assertEquals(kept, a.inbox.stream().anyMatch(message -> message.text().equals("now")));
  }

  @ParameterizedTest
  @CsvSource({"BOTH, true", "INBOUND, true", "OUTBOUND, false"})
  void packetsFromOutsideKeepAMappingIfTheRuleSaysSo(Refresh rule, boolean kept) {
    Nat nat = sim.newNat("nat", NatModel.DEFAULT.withRefresh(rule), null);
    Udp a = lab.udp(host(nat, "a"));
    Udp server = lab.udp(lab.server2);
    a.send(lab.server2.listenAddress().withPort(server.socket.local().port()), "first");
    Endpoint seen = receive(server).from();
    for (int i = 0; i < 20; i++) {
      sim.runFor(Duration.ofSeconds(15));
      server.send(seen, "" + i);
    }
    assertEquals(kept, a.inbox.stream().anyMatch(message -> message.text().equals("19")));
  }

  // The network around.

  @Test
  void linesBehindABoxHaveTheirFaults() {
    Host a = host(nat("eim+apdf"), "a");
    sim.setModel(a, ((SimHost) a).model().withDatagramFaults(500_000, 0, 0));
    Udp near = lab.udp(a);
    Udp server = lab.udp(lab.server2);
    for (int i = 0; i < 1_000; i++) {
      near.send(lab.server2.listenAddress().withPort(server.socket.local().port()), "x");
    }
    assertEquals(500, server.inbox.size(), 60);
  }

  @Test
  void aCutCountsForTheHostBehindTheBox() {
    Host a = host(nat("none"), "a");
    Udp near = lab.udp(a);
    Udp far = lab.udp(lab.server2);
    Endpoint at = lab.reflexive(near);
    sim.cut(List.of(a), List.of(lab.server2));
    far.send(at, "x");
    assertNull(receive(near));
    near.send(lab.server2.listenAddress().withPort(far.socket.local().port()), "x");
    assertNull(receive(far));
  }

  @Test
  void multicastStaysBehindTheBox() {
    Nat nat = nat("eim+eif");
    Endpoint group = Endpoint.parse("239.1.2.3:0");
    Udp sender = lab.udp(host(nat, "a"));
    Udp neighbour = lab.new Udp(host(nat, "b"), ANY.withPort(7000));
    Udp outside = lab.new Udp(lab.server2, ANY.withPort(7000));
    neighbour.socket.join(group, null, null);
    outside.socket.join(group, null, null);
    sim.runFor(Duration.ofMillis(1));
    sender.send(group.withPort(7000), "x");
    assertNotNull(receive(neighbour));
    assertNull(receive(outside));
    lab.udp(lab.server1).send(group.withPort(7000), "y");
    assertNotNull(receive(outside));
    assertNull(receive(neighbour));
  }

  /** All that is behind a box belongs to its shard; what it does is the same in any. */
  @Test
  void runsRepeatWithAnyNumberOfShards() {
    long hash = run(5, 1);
    assertEquals(hash, run(5, 1));
    assertEquals(hash, run(5, 2));
    assertEquals(hash, run(5, 3));
    assertEquals(hash, run(InMemoryConfig.DEFAULT.withSeed(5).withHostByHost().withPoison()));
    assertNotEquals(hash, run(6, 1));
  }

  /** For spans of time only: a condition would be asked at other instants with several shards. */
  private static long run(long seed, int shards) {
    return run(InMemoryConfig.DEFAULT.withSeed(seed).withShards(shards).withPoison());
  }

  private static long run(InMemoryConfig config) {
    try (Simulation sim = Simulation.create(config).strict().checked()) {
      NatLab lab = new NatLab(sim, Duration.ofSeconds(1));
      List<Udp> sockets = new ArrayList<>();
      List<Endpoint> seen = new ArrayList<>();
      for (String kind : List.of("apdms+adf", "eim+adf/apdm+apdf", "adm+eif", "eim+apdf+open")) {
        Udp socket = lab.udp(lab.behind(kind, kind));
        socket.send(lab.server1.listenAddress().withPort(7001), "who");
        sim.runFor(Duration.ofSeconds(1));
        sockets.add(socket);
        seen.add(receive(lab.echo).from());
      }
      for (Udp socket : sockets) {
        for (Endpoint to : seen) {
          socket.send(to, "to " + to);
          lab.connect(socket.host, 0, to);
        }
      }
      sim.runFor(Duration.ofSeconds(20));
      return sim.traceHash();
    }
  }
}
