package io.peerwright.transport.inmemory.nat;

import static io.peerwright.transport.inmemory.nat.IpProtocol.TCP;
import static io.peerwright.transport.inmemory.nat.IpProtocol.UDP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.nat.NatModel.Allocation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each requirement of RFC 4787 that a box can keep or break. */
class NatBoxTest extends OneBox {

  // Mapping.

  @Test
  void endpointIndependentMappingShowsOnePortToAll() {
    box("eim+apdf");
    assertEquals(OUTSIDE.withPort(5000), out(A, R));
    assertEquals(out(A, R), out(A, R_OTHER_PORT));
    assertEquals(out(A, R), out(A, OTHER));
    box("eimr+apdf");
    assertNotEquals(OUTSIDE.withPort(5000), out(A, R));
    assertEquals(out(A, R), out(A, OTHER));
  }

  @Test
  void addressDependentMappingShowsOnePortToOneAddress() {
    box("adm+apdf");
    assertEquals(out(A, R), out(A, R_OTHER_PORT));
    assertNotEquals(out(A, R), out(A, OTHER));
  }

  @Test
  void addressAndPortDependentMappingShowsEachAnotherPort() {
    box("apdm+apdf");
    assertNotEquals(out(A, R), out(A, R_OTHER_PORT));
    assertNotEquals(out(A, R), out(A, OTHER));
    assertEquals(out(A, R), out(A, R));
  }

  // Allocation.

  @Test
  void aTakenPortIsNotSharedAndNotOverloaded() {
    box("eim+eif");
    assertEquals(5000, out(A, R).port());
    Endpoint second = out(A2, OTHER);
    assertNotEquals(5000, second.port());
    assertEquals(A, in(R, OUTSIDE.withPort(5000)));
    assertEquals(A2, in(R, second));
  }

  @Test
  void protocolsHavePortsOfTheirOwn() {
    box("eim+apdf");
    assertEquals(5000, out(A, R).port());
    assertEquals(5000, box.outbound(TCP, A2, R, now).outside().port());
    assertNull(box.inbound(TCP, OTHER, 5000, now));
  }

  @Test
  void sequentialPortsGoUpByOneAndAround() {
    box(NatModel.of("apdms+apdf").withPorts(2000, 2004));
    int first = out(A, R).port();
    int port = first;
    for (int i = 1; i < 5; i++) {
      port = port == 2004 ? 2000 : port + 1;
      assertEquals(port, out(A, R.withPort(8000 + i)).port());
    }
    assertNull(out(A, OTHER), "no port is left");
    pass(31);
    assertEquals(first, out(A, OTHER).port());
  }

  @Test
  void hashedPortsAreTheSameEachTime() {
    box("adm+apdf");
    Endpoint to = out(A, R);
    pass(1_000);
    assertEquals(to, out(A, R));
    box("adm+apdf");
    assertEquals(to, out(A, R));
  }

  @Test
  void randomPortsComeFromTheWholePool() {
    box(NatModel.of("apdm+apdf").withPorts(3000, 3099));
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ports.add(out(A, R.withPort(9000 + i)).port());
    }
    assertEquals(100, ports.size());
    assertTrue(ports.stream().allMatch(port -> port >= 3000 && port <= 3099));
  }

  // Filtering.

  @Test
  void endpointIndependentFilteringLetsAllIn() {
    box("eim+eif");
    assertNull(in(R, OUTSIDE.withPort(5000)), "nothing is mapped yet");
    Endpoint seen = out(A, R);
    assertEquals(A, in(OTHER, seen));
  }

  @Test
  void addressDependentFilteringGoesByAddress() {
    box("eim+adf");
    Endpoint seen = out(A, R);
    assertEquals(A, in(R_OTHER_PORT, seen));
    assertNull(in(OTHER, seen));
  }

  @Test
  void addressPermitsCountForTheirBindingOnly() {
    box("apdm+adf");
    Endpoint toR = out(A, R);
    Endpoint toOther = out(A, OTHER);
    assertEquals(A, in(R_OTHER_PORT, toR));
    assertNull(in(R_OTHER_PORT, toOther));
  }

  @Test
  void addressAndPortDependentFilteringGoesByEndpoint() {
    box("eim+apdf");
    Endpoint seen = out(A, R);
    assertEquals(A, in(R, seen));
    assertNull(in(R_OTHER_PORT, seen));
    assertNull(in(OTHER, seen));
  }

  @Test
  void answersLeaveByThePortAtWhichThePacketCameIn() {
    box("apdm+eif");
    Endpoint seen = out(A, R);
    assertEquals(A, in(OTHER, seen));
    assertEquals(seen, out(A, OTHER));
  }

  @Test
  void theSecondFlowOfOneRemoteIsShownWithAnotherPort() {
    box("apdm+eif");
    Endpoint mapped = out(A, R);
    Endpoint own = out(A, OTHER);
    NatFlow flow = box.inbound(UDP, OTHER, mapped.port(), now);
    assertEquals(A, flow.inside());
    assertNotEquals(OTHER, flow.seen());
    assertTrue(NaiveNat.sameAddress(OTHER, flow.seen()));
    NatFlow answer = box.outbound(UDP, A, flow.seen(), now);
    assertSame(flow, answer);
    assertEquals(mapped, answer.outside());
    assertEquals(OTHER, answer.remote());
    assertEquals(own, out(A, OTHER), "the first flow stays");
  }

  // One-to-one.

  @Test
  void oneToOneKeepsAllPortsAndKnowsItsHost() {
    box("none");
    box.standBefore(A.withPort(0));
    assertEquals(A.withPort(80), in(R, OUTSIDE.withPort(80)));
    assertEquals(OUTSIDE.withPort(80), out(A.withPort(80), R));
    box("fw");
    box.standBefore(A.withPort(0));
    assertNull(in(R, OUTSIDE.withPort(80)));
    assertEquals(OUTSIDE.withPort(5000), out(A, R));
    assertEquals(A, in(R, OUTSIDE.withPort(5000)));
    assertNull(in(R_OTHER_PORT, OUTSIDE.withPort(5000)));
  }

  // Egress.

  @Test
  void firewallsLetOutWhatTheirRuleSays() {
    box("udp-blocked");
    assertNull(out(A, R));
    assertNotNull(box.outbound(TCP, A, R, now));
    box("blocked");
    assertNull(out(A, R.withPort(443)));
    assertNull(box.outbound(TCP, A, R, now));
    assertNotNull(box.outbound(TCP, A, R.withPort(443), now));
    assertNotNull(box.inbound(TCP, R.withPort(443), 5000, now));
  }

  // Answering the unsolicited.

  @Test
  void anAnsweredPacketOccupiesItsPorts() {
    box("eim+apdf+open");
    Endpoint seen = out(A, R);
    assertNull(in(OTHER, seen));
    Endpoint poisoned = out(A, OTHER);
    assertNotEquals(seen, poisoned);
    assertEquals(poisoned, out(A, OTHER), "for as long as the flow lasts");
    assertNull(in(OTHER, seen));
    assertEquals(A, in(OTHER, poisoned));
    assertEquals(seen, out(A, OTHER.withPort(1)), "other remotes see the mapping");
    pass(151);
    assertEquals(seen, out(A, OTHER), "it wears off");
  }

  @Test
  void aSilentBoxIsNotPoisoned() {
    box("eim+apdf");
    Endpoint seen = out(A, R);
    assertNull(in(OTHER, seen));
    assertEquals(seen, out(A, OTHER));
    assertEquals(A, in(OTHER, seen));
  }

  @Test
  void aPortCanBePoisonedBeforeItIsMapped() {
    box("eim+apdf+open");
    assertNull(in(R, OUTSIDE.withPort(5000)));
    assertNotEquals(5000, out(A, R).port());
  }

  // Limits.

  @Test
  void aFullBoxDropsUntilSomethingExpires() {
    box(NatModel.of("eim+eif").withMaxFlows(10));
    Endpoint seen = out(A, R.withPort(1));
    for (int i = 2; i <= 10; i++) {
      assertNotNull(out(A, R.withPort(i)));
    }
    assertNull(out(A, R.withPort(11)));
    assertNull(in(OTHER, seen));
    assertEquals(seen, out(A, R.withPort(1)), "what is known goes on");
    pass(31);
    assertNotNull(out(A, R.withPort(11)));
  }

  @Test
  void aFloodOfStrangersTakesNoMoreThanTheLimit() {
    box(NatModel.of("eim+apdf+open").withMaxFlows(10));
    for (int i = 0; i < 1_000; i++) {
      assertNull(in(R.withPort(1 + i), OUTSIDE.withPort(5000)));
    }
    assertNull(out(A, OTHER), "they have filled it");
    pass(31);
    assertNotNull(out(A, OTHER));
  }

  @Test
  void allocationsFallBackToAnyFreePort() {
    box(NatModel.of("eim+apdf").withAllocation(Allocation.PRESERVE).withPorts(4000, 4001));
    assertEquals(5000, out(A, R).port());
    assertTrue(out(A2, R).port() <= 4001);
    assertTrue(out(A2.withPort(4001), R).port() <= 4001);
    assertNull(out(Endpoint.parse("192.168.0.4:5000"), R));
  }
}
