package io.peerwright.overlay.gnutella.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.capture.Capture.Item;
import io.peerwright.overlay.gnutella.capture.Capture.Kind;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our side against what gtk-gnutella 1.2.3 said, in every role. */
class CapturedHandshakesTest {

  /** The blocks of header lines that one side sent, each up to its empty line. */
  private static List<String> blocks(int capture, boolean ours) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (Item item : Capture.number(capture).items()) {
      if (item.connection().equals("gnutella") && item.kind() == Kind.TEXT && item.ours() == ours) {
        block.append(item.text());
        if (item.text().equals("\r\n") || item.text().equals("\n")) {
          blocks.add(block.toString());
          block.setLength(0);
        }
      }
    }
    return blocks;
  }

  private static Outcome feed(Handshake handshake, String block) {
    Outcome outcome = null;
    for (byte each : block.getBytes(StandardCharsets.ISO_8859_1)) {
      assertNull(outcome, "over before the end of the block");
      outcome = handshake.receive(ByteBuffer.wrap(new byte[] {each}));
    }
    return outcome;
  }

  private static String output(Handshake handshake) {
    return new String(Objects.requireNonNull(handshake.takeOutput()), StandardCharsets.ISO_8859_1);
  }

  private static Outcome dial(int capture, Role role, boolean deflate) {
    TestServent servent = new TestServent(Tier.valueOf(role.name()), role, 1, 1, deflate);
    Handshake handshake = Handshake.calling(servent, Endpoint.parse("45.10.1.1:16401"), false);
    assertTrue(output(handshake).startsWith("GNUTELLA CONNECT/0.6\r\n"));
    Outcome outcome = feed(handshake, blocks(capture, false).get(0));
    if (outcome instanceof Outcome.Linked linked) {
      String expected =
          "GNUTELLA/0.6 200 OK\r\n"
              + (linked.deflates() ? "Content-Encoding: deflate\r\n" : "")
              + "\r\n";
      assertEquals(expected, output(handshake));
    }
    return outcome;
  }

  @ParameterizedTest
  @CsvSource({"1, LEAF, false", "2, LEAF, true", "3, ULTRAPEER, false", "4, ULTRAPEER, true"})
  void anUltrapeerAnswers(int capture, Role role, boolean deflate) {
    Outcome.Linked linked = assertInstanceOf(Outcome.Linked.class, dial(capture, role, deflate));
    assertEquals(role, linked.ours());
    assertEquals(Role.ULTRAPEER, linked.theirs());
    assertEquals(deflate, linked.inflates());
    assertEquals(deflate, linked.deflates());
    PeerTraits traits = linked.traits();
    assertTrue(traits.agent().startsWith("gtk-gnutella/1.2.3"));
    assertEquals(46, traits.degree());
    assertEquals(4, traits.maxTtl());
    assertEquals(Boolean.TRUE, traits.ultrapeerNeeded());
    assertEquals("45.10.20" + (capture - 1) + ".1:0", String.valueOf(traits.seenAs()));
    int all =
        PeerTraits.QUERY_ROUTING
            | PeerTraits.ULTRAPEER_QUERY_ROUTING
            | PeerTraits.DYNAMIC_QUERYING
            | PeerTraits.GGEP
            | PeerTraits.VENDOR_MESSAGES
            | PeerTraits.BYE
            | PeerTraits.PONG_CACHING
            | PeerTraits.INFLATES;
    assertEquals(all, traits.flags() & all);
  }

  @ParameterizedTest
  @CsvSource({"5, 403, Gnet connection not compressed", "6, 204, Shielded leaf node (4 peers max)"})
  void aRefusalSaysWhy(int capture, int code, String reason) {
    Outcome.Refused refused =
        assertInstanceOf(Outcome.Refused.class, dial(capture, Role.LEAF, false));
    assertFalse(refused.byUs());
    assertEquals(code, refused.code());
    assertEquals(reason, refused.reason());
  }

  @ParameterizedTest
  @CsvSource({"11, LEAF, false", "12, LEAF, true", "13, ULTRAPEER, false", "14, ULTRAPEER, true"})
  void servesOneThatDials(int capture, Role theirs, boolean deflate) {
    TestServent servent = new TestServent(Tier.ULTRAPEER, Role.ULTRAPEER, 1, 1, deflate);
    Handshake handshake = Handshake.answering(servent, Endpoint.parse("45.10.2.1:52437"), false);
    List<String> blocks = blocks(capture, false);
    assertNull(feed(handshake, blocks.get(0)));
    String answer = output(handshake);
    // What the other side accepted from the recorder is in our answer, too.
    for (String line : blocks(capture, true).get(0).split("\r\n")) {
      String name = line.split(":")[0];
      assertTrue(answer.contains(name), () -> name + " is missing in " + answer);
    }
    Outcome.Linked linked = assertInstanceOf(Outcome.Linked.class, feed(handshake, blocks.get(1)));
    assertNull(handshake.takeOutput());
    assertEquals(Role.ULTRAPEER, linked.ours());
    assertEquals(theirs, linked.theirs());
    assertEquals(deflate, linked.inflates());
    assertEquals(deflate, linked.deflates());
    assertTrue(linked.traits().has(PeerTraits.UPGRADES), "it asks for TLS");
    assertFalse(linked.tls(), "but has not confirmed it");
    String at = theirs == Role.LEAF ? "45.10.2.1:16402" : "45.10.1.1:16401";
    assertEquals(at, String.valueOf(linked.traits().listen()));
  }

  /** What the recorder said was accepted by gtk-gnutella; it is by us. */
  @ParameterizedTest
  @CsvSource({"1, LEAF", "2, LEAF", "3, ULTRAPEER", "4, ULTRAPEER", "7, ULTRAPEER"})
  void acceptsWhatItAccepts(int capture, Role theirs) {
    Handshake handshake =
        Handshake.answering(
            TestServent.of(Role.ULTRAPEER), Endpoint.parse("45.10.200.1:57849"), false);
    List<String> blocks = blocks(capture, true);
    assertNull(feed(handshake, blocks.get(0)));
    Outcome.Linked linked = assertInstanceOf(Outcome.Linked.class, feed(handshake, blocks.get(1)));
    assertEquals(theirs, linked.theirs());
  }
}
