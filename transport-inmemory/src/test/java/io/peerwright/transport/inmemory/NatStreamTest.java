package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import io.peerwright.transport.inmemory.NatLab.Seen;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams through NAT boxes. */
class NatStreamTest {

  private static final Endpoint ANY = Endpoint.parse("0.0.0.0:0");

  private final NatLab lab = new NatLab(1);
  private final Simulation sim = lab.sim;

  private Nat nat(String kind) {
    return sim.newNat("nat", NatModel.of(kind), null);
  }

  private static Host host(Nat nat, String name) {
    return nat.newHost(name, null, null);
  }

  @Test
  void whatIsDroppedIsTriedAgainUntilItIsLetIn() {
    Host a = host(nat("eim+apdf"), "a");
    Seen seen = lab.seen(a, 7001);
    Acceptor acceptor = new Acceptor();
    SocketOptions shared = SocketOptions.DEFAULT.withReuse();
    a.transport().listen(ANY.withPort(seen.localPort()), shared, acceptor);
    Recorder early = lab.connect(lab.server2, 500, seen.at());
    sim.runFor(Duration.ofSeconds(5));
    assertTrue(early.calls.isEmpty(), "no answer");
    Endpoint caller = lab.server2.listenAddress().withPort(500);
    Recorder opener = lab.connect(a, seen.localPort(), caller);
    assertTrue(opener.isOpen(), "it met the attempt under way");
    sim.runFor(Duration.ofSeconds(5));
    assertTrue(early.isOpen());
    early.link.write(Ends.bytes("hello"));
    sim.runFor(Duration.ofMillis(1));
    assertEquals("hello", opener.text());
    assertTrue(acceptor.accepted.isEmpty(), "there is one link, not two");
  }

  @Test
  void whatIsDroppedTimesOutAndWhatIsAnsweredIsRefused() {
    Host silent = host(nat("eim+apdf"), "a");
    Host open = host(sim.newNat("open", NatModel.of("eim+apdf+open"), null), "b");
    Recorder one = lab.connect(lab.server2, 0, lab.seen(silent, 7001).at());
    Recorder other = lab.connect(lab.server2, 0, lab.seen(open, 7001).at());
    assertEquals(Reason.REFUSED, other.reason);
    sim.runFor(Duration.ofSeconds(9));
    assertNull(one.reason);
    sim.runFor(Duration.ofSeconds(2));
    assertEquals(Reason.TIMEOUT, one.reason);
  }

  @Test
  void aCallThatTakesLongIsAnsweredOnce() {
    NetworkModel far = NetworkModel.DEFAULT.withLatencyMicros(800_000, 800_000);
    NatLab slow = new NatLab(1, far, Duration.ofSeconds(5));
    Host a = slow.behind("eim+apdf", "a");
    Acceptor acceptor = new Acceptor();
    slow.server2.transport().listen(ANY.withPort(80), SocketOptions.DEFAULT, acceptor);
    slow.sim.runFor(Duration.ofMillis(1));
    Recorder link = slow.connect(a, 0, slow.server2.listenAddress().withPort(80));
    slow.sim.runFor(Duration.ofSeconds(10));
    assertTrue(link.isOpen());
    assertEquals(1, acceptor.accepted.size(), "though it was made again after a second");
  }

  @Test
  void aHostThatDoesNotListenRefuses() {
    Host a = host(nat("none"), "a");
    Seen seen = lab.seen(a, 7001);
    assertEquals(Reason.REFUSED, lab.connect(lab.server2, 0, seen.at().withPort(9)).reason);
  }

  @Test
  void anOpenLinkNeedsNoKeepalive() {
    Nat nat = nat("eim+apdf");
    Host a = host(nat, "a");
    Acceptor acceptor = new Acceptor();
    lab.server2.transport().listen(ANY.withPort(80), SocketOptions.DEFAULT, acceptor);
    sim.runFor(Duration.ofMillis(1));
    Recorder near = lab.connect(a, 5000, lab.server2.listenAddress().withPort(80));
    Recorder far = acceptor.accepted.get(0);
    assertEquals(nat.address().withPort(5000), far.link.remote());
    assertEquals(lab.server2.listenAddress().withPort(80), near.link.remote());
    sim.runFor(Duration.ofDays(10));
    // Its port is still taken: another host's link from the same port is seen at another.
    Recorder second = lab.connect(host(nat, "b"), 5000, lab.server2.listenAddress().withPort(80));
    assertTrue(second.isOpen());
    assertNotEquals(far.link.remote(), acceptor.accepted.get(1).link.remote());
    far.link.write(Ends.bytes("still there"));
    sim.runFor(Duration.ofMillis(1));
    assertEquals("still there", near.text());
    near.link.close();
    sim.runFor(Duration.ofSeconds(130));
    assertEquals(Reason.ENDED, far.reason);
    Recorder third = lab.connect(host(nat, "c"), 5000, lab.server2.listenAddress().withPort(80));
    assertTrue(third.isOpen());
    assertEquals(nat.address().withPort(5000), acceptor.accepted.get(2).link.remote());
  }
}
