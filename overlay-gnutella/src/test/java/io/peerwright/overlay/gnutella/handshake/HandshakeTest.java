package io.peerwright.overlay.gnutella.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.config.TlsUse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final Endpoint A = Endpoint.parse("10.0.0.1:6346");
  private static final Endpoint B = Endpoint.parse("10.0.0.2:6346");

  /** Both ends of one link. */
  private record Ends(Outcome caller, Outcome callee) {}

  private static Ends shake(TestServent caller, TestServent callee) {
    Handshake calling = Handshake.calling(caller, B, false);
    Handshake answering = Handshake.answering(callee, A, false);
    Outcome[] outcomes = new Outcome[2];
    for (int leg = 0; leg < 3; leg++) {
      byte[] said = (leg == 1 ? answering : calling).takeOutput();
      if (said != null) {
        int to = leg == 1 ? 0 : 1;
        Outcome outcome = (to == 0 ? calling : answering).receive(ByteBuffer.wrap(said));
        // A refusal is not answered, and one who has refused listens no more.
        outcomes[to] = outcomes[to] == null ? outcome : outcomes[to];
      }
      if (leg == 0 && outcomes[1] == null) {
        continue;
      }
    }
    return new Ends(outcomes[0], outcomes[1]);
  }

  private static Outcome.Linked linked(Outcome outcome) {
    return assertInstanceOf(Outcome.Linked.class, outcome);
  }

  private static Outcome.Refused refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome);
  }

  private static Outcome say(Handshake handshake, String text) {
    return handshake.receive(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String output(Handshake handshake) {
    return new String(Objects.requireNonNull(handshake.takeOutput()), StandardCharsets.ISO_8859_1);
  }

  @Test
  void tlsFollowsWhereTheCallerAsksAndTheCalleeTakesIt() {
    for (TlsUse caller : TlsUse.values()) {
      for (TlsUse callee : TlsUse.values()) {
        TestServent calling = TestServent.of(Role.ULTRAPEER).with(caller);
        Ends ends = shake(calling, TestServent.of(Role.ULTRAPEER).with(callee));
        boolean expected = caller == TlsUse.OFFER && callee != TlsUse.OFF;
        assertEquals(expected, linked(ends.caller).tls(), caller + ", " + callee);
        assertEquals(expected, linked(ends.callee).tls(), caller + ", " + callee);
      }
    }
  }

  @Test
  void nobodyAsksForTlsInsideOfTls() {
    TestServent servent = TestServent.of(Role.ULTRAPEER).with(TlsUse.OFFER);
    assertTrue(output(Handshake.calling(servent, B, false)).contains("Upgrade: TLS/1.0"));
    assertFalse(output(Handshake.calling(servent, B, true)).contains("Upgrade"));
    Handshake answering = Handshake.answering(servent, A, true);
    say(answering, "GNUTELLA CONNECT/0.6\r\nX-Ultrapeer: True\r\nUpgrade: TLS/1.0\r\n\r\n");
    assertFalse(output(answering).contains("Upgrade:"));
  }

  @Test
  void servesAddressesOfIpv6OnlyToThoseWhoTakeThem() {
    Endpoint six = Endpoint.parse("[2001:db8::1]:6346");
    for (String features :
        new String[] {"", "X-Features: tls/1.0, IP/6.0\r\n", "X-Features: IP/6.4\r\n"}) {
      TestServent full = new TestServent(Tier.ULTRAPEER, Role.ULTRAPEER, 0, 0, true);
      Handshake answering = Handshake.answering(full.knowing(B, six), A, false);
      say(answering, "GNUTELLA CONNECT/0.6\r\nX-Ultrapeer: True\r\n" + features + "\r\n");
      String said = output(answering);
      assertEquals(!features.contains("6.4"), said.contains(B.toString()), said);
      assertEquals(features.contains("IP/"), said.contains(six.toString()), said);
    }
  }

  @Test
  void bothEndsAgreeInEveryRole() {
    for (Role caller : Role.values()) {
      for (Role callee : Role.values()) {
        Ends ends = shake(TestServent.of(caller), TestServent.of(callee));
        if (callee == Role.LEAF) {
          assertEquals(204, refused(ends.caller).code());
        } else if (caller == Role.LEAF && callee == Role.LEGACY) {
          assertEquals(403, refused(ends.caller).code());
          assertEquals(403, refused(ends.callee).code());
        } else {
          assertEquals(caller, linked(ends.caller).ours());
          assertEquals(callee, linked(ends.caller).theirs());
          assertEquals(callee, linked(ends.callee).ours());
          assertEquals(caller, linked(ends.callee).theirs());
          assertEquals(linked(ends.caller).deflates(), linked(ends.callee).inflates());
          assertEquals(linked(ends.caller).inflates(), linked(ends.callee).deflates());
        }
      }
    }
  }

  @Test
  void compressionIsOfferedByWhoReads() {
    TestServent plain = new TestServent(Tier.ULTRAPEER, Role.ULTRAPEER, 1, 1, false);
    Ends ends = shake(plain, TestServent.of(Role.ULTRAPEER));
    assertFalse(linked(ends.caller).inflates());
    assertFalse(linked(ends.caller).deflates());
    Ends both = shake(TestServent.of(Role.ULTRAPEER), TestServent.of(Role.ULTRAPEER));
    assertTrue(linked(both.caller).inflates());
    assertTrue(linked(both.caller).deflates());
  }

  @Test
  void compressionThatNobodyAskedForIsRefused() {
    TestServent plain = new TestServent(Tier.ULTRAPEER, Role.ULTRAPEER, 1, 1, false);
    Handshake calling = Handshake.calling(plain, B, false);
    calling.takeOutput();
    String answer = "GNUTELLA/0.6 200 OK\r\nX-Ultrapeer: True\r\nContent-Encoding: deflate\r\n\r\n";
    assertEquals(400, refused(say(calling, answer)).code());
  }

  @Test
  void anUltrapeerWithoutPlacesNamesOthers() {
    TestServent full = new TestServent(Tier.ULTRAPEER, Role.ULTRAPEER, 0, 0, true).knowing(A, B);
    Ends ends = shake(TestServent.of(Role.LEAF), full);
    assertEquals(503, refused(ends.caller).code());
    assertEquals(List.of(A, B), ends.caller.tryInstead());
    assertTrue(refused(ends.callee).byUs());
    assertFalse(refused(ends.caller).byUs());
  }

  @Test
  void hostsAreNamedAlsoOnSuccess() {
    Ends ends = shake(TestServent.of(Role.LEAF), TestServent.of(Role.ULTRAPEER).knowing(B));
    assertEquals(List.of(B), linked(ends.caller).tryInstead());
  }

  @Test
  void whoCanBeALeafIsGuidedToBeOne() {
    TestServent roomy =
        new TestServent(new Admission(Tier.AUTO, Role.ULTRAPEER, 5, 5, false), true);
    TestServent auto = new TestServent(Tier.AUTO, Role.ULTRAPEER, 1, 1, true);
    Ends ends = shake(auto, roomy);
    assertEquals(Role.LEAF, linked(ends.caller).ours());
    assertEquals(Role.LEAF, linked(ends.callee).theirs());
    // One that is told to be an ultrapeer stays one.
    Ends firm = shake(TestServent.of(Role.ULTRAPEER), roomy);
    assertEquals(Role.ULTRAPEER, linked(firm.caller).ours());
    assertEquals(Role.ULTRAPEER, linked(firm.callee).theirs());
    // Where ultrapeers are needed, nobody is guided.
    Ends needed = shake(auto, TestServent.of(Role.ULTRAPEER));
    assertEquals(Role.ULTRAPEER, linked(needed.caller).ours());
  }

  @Test
  void whoDoesNotFollowGuidanceOfAFullUltrapeerGetsNoPlace() {
    TestServent full = new TestServent(Tier.AUTO, Role.ULTRAPEER, 0, 1, true);
    assertEquals(503, refused(shake(TestServent.of(Role.ULTRAPEER), full).callee).code());
    TestServent auto = new TestServent(Tier.AUTO, Role.ULTRAPEER, 1, 1, true);
    assertEquals(Role.LEAF, linked(shake(auto, full).callee).theirs());
  }

  @Test
  void anOldGreetingIsAnsweredInItsForm() {
    Handshake answering = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
    Outcome.Linked linked = linked(say(answering, "GNUTELLA CONNECT/0.4\n\n"));
    assertEquals("GNUTELLA OK\n\n", output(answering));
    assertEquals(Role.LEGACY, linked.theirs());
    assertFalse(linked.deflates());
    Handshake leaf = Handshake.answering(TestServent.of(Role.LEAF), A, false);
    refused(say(leaf, "GNUTELLA CONNECT/0.4\n\n"));
    assertNull(leaf.takeOutput());
  }

  @Test
  void messagesBehindTheLastBlockAreLeftInTheBuffer() {
    Handshake calling = Handshake.calling(TestServent.of(Role.LEAF), B, false);
    calling.takeOutput();
    String block = "GNUTELLA/0.6 200 OK\r\nX-Ultrapeer: True\r\n\r\n";
    ByteBuffer data = ByteBuffer.wrap((block + "\nabc").getBytes(StandardCharsets.ISO_8859_1));
    linked(calling.receive(data));
    assertEquals(4, data.remaining());
  }

  @Test
  void namesAreReadInAnyCaseAndOverSeveralLines() {
    Handshake answering = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
    assertNull(
        say(
            answering,
            "GNUTELLA CONNECT/0.6\r\nx-ULTRAPEER: false\r\nx-try-ultrapeers: 1.2.3.4:5,\r\n"
                + "  6.7.8.9:10 2005-01-01,nonsense, 1.2.3.4:5\r\n\r\n"));
    output(answering);
    Outcome outcome = say(answering, "GNUTELLA/0.6 200 OK\r\n\r\n");
    assertEquals(Role.LEAF, linked(outcome).theirs());
    assertEquals(
        List.of(Endpoint.parse("1.2.3.4:5"), Endpoint.parse("6.7.8.9:10")), outcome.tryInstead());
  }

  @Test
  void floodsOfHeadersEnd() {
    Handshake endless = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
    Outcome outcome = null;
    int fed = 0;
    while (outcome == null && fed < 100_000) {
      outcome = say(endless, "x".repeat(1_000));
      fed += 1_000;
    }
    assertEquals(400, refused(outcome).code());
    assertTrue(fed <= 10_000, () -> "ended only after a long time");
    Handshake many = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
    assertEquals(
        400,
        refused(say(many, "GNUTELLA CONNECT/0.6\r\n" + "a:b\r\n".repeat(500) + "\r\n")).code());
    Handshake hosts = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      list.append("10.1.").append(i / 200).append('.').append(i % 200).append(":6346,");
    }
    say(hosts, "GNUTELLA CONNECT/0.6\r\nX-Try-Ultrapeers: " + list + "\r\n\r\n");
    output(hosts);
    assertEquals(32, say(hosts, "GNUTELLA/0.6 503 Full\r\n\r\n").tryInstead().size());
  }

  @Test
  void whatIsNoHandshakeIsRefused() {
    for (String text :
        List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "GNUTELLA CONNECT/0.7.1\r\n\r\n",
            "GNUTELLA CONNECT/0.6\r\nno colon\r\n\r\n",
            "GNUTELLA CONNECT/0.6\r\nA: b\r\n\r\nGNUTELLA/0.6 200 OK\r\n\r\n")) {
      Handshake answering = Handshake.answering(TestServent.of(Role.ULTRAPEER), A, false);
      assertTrue(refused(say(answering, text)).byUs(), text);
    }
    Handshake calling = Handshake.calling(TestServent.of(Role.LEAF), B, false);
    calling.takeOutput();
    assertTrue(refused(say(calling, "HTTP/1.1 400 Bad Request\r\n\r\n")).byUs());
  }

  @Test
  void noiseNeverThrows() {
    Random random = new Random(5);
    String[] parts = {
      "GNUTELLA CONNECT/0.6", "GNUTELLA/0.6 200 OK", "\r\n", "\n", ": ", "X-Ultrapeer", "True",
      "Remote-IP", "[::1", "::", "1.2.3.4:99999", "X-Degree", "9999999999", "deflate",
      "Accept-Encoding", "X-Try-Ultrapeers", ",,,", "\u0000", "\u00ff", " ", "User-Agent",
    };
    for (int run = 0; run < 20_000; run++) {
      TestServent servent = TestServent.of(Role.values()[random.nextInt(3)]);
      Handshake handshake =
          random.nextBoolean()
              ? Handshake.answering(servent, A, false)
              : Handshake.calling(servent, B, false);
      Outcome outcome = null;
      for (int i = 0; i < 30 && outcome == null; i++) {
        outcome = say(handshake, parts[random.nextInt(parts.length)]);
      }
      if (outcome != null) {
        assertNull(handshake.receive(ByteBuffer.wrap(new byte[] {'a', '\n', '\n'})));
        assertNotNull(outcome.tryInstead());
      }
    }
  }
}
