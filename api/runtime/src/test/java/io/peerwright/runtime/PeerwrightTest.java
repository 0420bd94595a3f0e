package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.KeywordSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The blocking side: real threads, as an application sees it. */
@Timeout(20)
class PeerwrightTest {

  private static final String ALICE =
      """
      {"name": "alice", "transport": {"type": "fake", "threaded": true},
       "overlays": [{"type": "fake", "files": ["rain.ogg"]},
                    {"type": "fake", "label": "b", "files": ["copper.ogg", "sand.ogg"]}]}
      """;

  @Test
  void startsSearchesGetsAndStops() {
    FakeNetwork network;
    try (Peerwright peerwright = Peerwright.open()) {
      Peer alice = peerwright.start(peerwright.parse(ALICE));
      network = FakeNetwork.of(alice);
      List<Hit> hits = alice.search("rain");
      assertEquals(
          List.of("rain.ogg", "copper.ogg", "sand.ogg"), hits.stream().map(Hit::name).toList());
      assertEquals(Path.of("home", "alice", "x.ogg"), alice.get(hits.get(0), Path.of("x.ogg")));
    }
    assertTrue(network.isClosed());
    assertEquals(
        List.of(
            "alice joins a",
            "alice joins b",
            "search of a closed",
            "search of b closed",
            "alice leaves b",
            "alice leaves a",
            "alice closes",
            "network closes"),
        network.trace);
  }

  @Test
  void peersOfOneConfigurationShareANetworkUntilTheLastIsGone() {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = peerwright.parse(ALICE);
      Peer alice = peerwright.start(config);
      Peer bob = peerwright.start(config.named("bob"));
      PeerConfig elsewhere =
          peerwright.parse(ALICE.replace("\"threaded\"", "\"seed\": 8, \"threaded\""));
      Peer carol = peerwright.start(elsewhere);
      FakeNetwork network = FakeNetwork.of(alice);
      assertSame(network, FakeNetwork.of(bob));
      assertNotSame(network, FakeNetwork.of(carol));

      alice.close();
      assertFalse(network.isClosed());
      assertEquals(List.of(bob, carol), peerwright.peers());
      bob.close();
      assertTrue(network.isClosed());
      assertFalse(FakeNetwork.of(carol).isClosed());
    }
  }

  @Test
  void closingTwiceDoesNothing() {
    Peerwright peerwright = Peerwright.open();
    Peer alice = peerwright.start(peerwright.parse(ALICE));
    alice.close();
    alice.close();
    peerwright.close();
    peerwright.close();
    assertEquals(1, FakeNetwork.of(alice).trace.stream().filter("alice closes"::equals).count());
    PeerConfig config = alice.config();
    assertThrows(IllegalStateException.class, () -> peerwright.start(config));
  }

  @Test
  void startFailsWithTheSectionAndCleansUp() {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config =
          peerwright.parse(
              ALICE.replace("\"label\": \"b\"", "\"label\": \"b\", \"join\": \"fails\""));
      PeerwrightException e =
          assertThrows(PeerwrightException.class, () -> peerwright.start(config));
      assertEquals(
          "the peer \"alice\": /overlays/1 (fake) cannot join: login refused", e.getMessage());
      assertEquals(List.of(), peerwright.peers());
    }
  }

  @Test
  void aNameThatIsTakenFailsAndLeavesTheOtherAlone() {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = peerwright.parse(ALICE);
      Peer alice = peerwright.start(config);
      PeerwrightException e =
          assertThrows(PeerwrightException.class, () -> peerwright.start(config));
      assertTrue(e.getMessage().contains("/transport (fake) does not take the peer"));
      assertFalse(FakeNetwork.of(alice).isClosed());
      assertEquals(List.of(alice), peerwright.peers());
    }
  }

  @Test
  void waitingOnALoopIsRefused() {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = peerwright.parse(ALICE);
      Peer alice = peerwright.start(config);
      Peer bob = peerwright.start(config.named("bob"));
      CompletionStage<IllegalStateException> refusal =
          alice.call(
              KeywordSearch.class,
              search -> assertThrows(IllegalStateException.class, () -> bob.search("rain")));
      IllegalStateException e = alice.await(refusal, Duration.ofSeconds(10));
      assertTrue(e.getMessage().startsWith("search() waits, and this is the loop of"));
      CompletionStage<Fetch> closing =
          alice.call(
              Fetch.class,
              fetch -> {
                bob.close();
                return fetch;
              });
      PeerwrightException failed =
          assertThrows(
              PeerwrightException.class, () -> alice.await(closing, Duration.ofSeconds(10)));
      assertInstanceOf(IllegalStateException.class, failed.getCause());
      assertTrue(
          Stream.of(failed.getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("waitingOnALoopIsRefused")),
          "the stack names who called, not the loop");
    }
  }

  @Test
  void aMissingCapabilityIsNamed() {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer alice = peerwright.start(peerwright.parse(ALICE));
      PeerwrightException e =
          assertThrows(
              PeerwrightException.class,
              () -> alice.await(alice.call(KeyLookup.class, k -> k), Duration.ofSeconds(10)));
      assertEquals(
          "no overlay of the peer \"alice\" offers KeyLookup; it has [fake, fake], and none"
              + " of those that are installed offers KeyLookup",
          e.getMessage());
      assertEquals(Reason.UNSUPPORTED, e.reason());
    }
  }

  @Test
  void asksAndWaitsForTheAnswer() {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer alice = peerwright.start(peerwright.parse(ALICE));
      Duration within = Duration.ofSeconds(10);
      assertEquals(
          "rain",
          alice.ask(KeywordSearch.class, within, s -> CompletableFuture.completedStage("rain")));
      CompletionStage<String> refused =
          CompletableFuture.failedStage(new OverlayException(Reason.REFUSED, "not today"));
      PeerwrightException e =
          assertThrows(
              PeerwrightException.class,
              () -> alice.ask(KeywordSearch.class, within, s -> refused));
      assertEquals(Reason.REFUSED, e.reason());
      assertTrue(e.getMessage().endsWith("not today"), e.getMessage());
      CompletionStage<String> never = new CompletableFuture<>();
      Duration soon = Duration.ofMillis(1);
      e =
          assertThrows(
              PeerwrightException.class, () -> alice.ask(KeywordSearch.class, soon, s -> never));
      assertEquals(Reason.TIMEOUT, e.reason());
    }
  }
}
