package io.peerwright.transport.inmemory.nat;

import static io.peerwright.transport.inmemory.nat.IpProtocol.TCP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.nat.NatModel.Refresh;
import org.junit.jupiter.api.Test;

/** How long a box remembers what (RFC 4787 section 4.3, RFC 5382 section 5). */
class NatLifetimeTest extends OneBox {

  @Test
  void unansweredFlowsEndAfterThirtySeconds() {
    box("eim+apdf");
    Endpoint seen = out(A, R);
    pass(29.9);
    assertEquals(A, in(R, seen));
    out(A, OTHER);
    pass(30.1);
    assertNull(in(OTHER, seen));
    assertEquals(A, in(R, seen), "that one was answered");
  }

  @Test
  void answeredFlowsEndAfterTwoMinutes() {
    box("eim+apdf");
    Endpoint seen = out(A, R);
    assertEquals(A, in(R, seen));
    pass(119.9);
    assertEquals(A, in(R, seen));
    pass(120.1);
    assertNull(in(R, seen));
  }

  @Test
  void aMappingEndsWithTheLastOfItsFlows() {
    box("eimr+eif");
    Endpoint seen = out(A, R);
    pass(20);
    out(A, OTHER);
    pass(20);
    assertEquals(A, in(R_OTHER_PORT, seen));
    pass(31);
    assertNull(in(R, seen));
  }

  @Test
  void whatRefreshesIsARule() {
    for (Refresh rule : Refresh.values()) {
      for (boolean outbound : new boolean[] {true, false}) {
        box(NatModel.DEFAULT.withRefresh(rule));
        Endpoint seen = out(A, R);
        in(R, seen);
        out(A, R);
        for (int i = 0; i < 10; i++) {
          pass(100);
          Object ignored = outbound ? out(A, R) : in(R, seen);
        }
        pass(100);
        boolean expected = rule == Refresh.BOTH || (rule == Refresh.OUTBOUND) == outbound;
        // Only what refreshes keeps the flow from outside; a packet from inside would open it anew.
        assertEquals(expected ? A : null, in(R, seen), rule + " " + outbound);
      }
    }
  }

  @Test
  void strangersDoNotKeepAMappingThatOnlyItsOwnerRefreshes() {
    box(NatModel.of("eim+eif").withRefresh(Refresh.OUTBOUND));
    Endpoint seen = out(A, R);
    for (int i = 0; i < 29; i++) {
      assertEquals(A, in(OTHER.withPort(6000 + i), seen));
      pass(1);
    }
    pass(1.1);
    assertNull(in(OTHER, seen));
    assertNull(in(OTHER.withPort(6028), seen), "nor the flow that the stranger began");
  }

  @Test
  void theFirstAnswerLengthensTheLifeUnderEachRule() {
    for (Refresh rule : Refresh.values()) {
      box(NatModel.DEFAULT.withRefresh(rule));
      Endpoint seen = out(A, R);
      pass(10);
      assertEquals(A, in(R, seen));
      pass(105);
      assertEquals(A, in(R, seen), "" + rule);
    }
  }

  @Test
  void anOpenLinkKeepsItsPortUntilItIsOver() {
    for (String kind : new String[] {"eim+eif", "eim+adf", "eim+apdf"}) {
      box(kind);
      int port = box.outbound(TCP, A, R, now).outside().port();
      box.opened(A, R, now);
      box.opened(A, R, now);
      pass(1_000_000);
      assertNotNull(box.inbound(TCP, R, port, now), kind);
      box.closed(A, R, now);
      box.closed(A, R, now);
      pass(119.9);
      assertNotNull(box.inbound(TCP, R, port, now), kind);
      pass(120.1);
      assertNull(box.inbound(TCP, R, port, now), kind);
    }
  }

  @Test
  void anAttemptToConnectLetsAnswersInForTwoMinutes() {
    box("eim+apdf");
    int port = box.outbound(TCP, A, R, now).outside().port();
    pass(119.9);
    assertNotNull(box.inbound(TCP, R, port, now));
    pass(120.1);
    assertNull(box.inbound(TCP, R, port, now));
  }
}
