package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.runtime.PeerConfig.Section;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coming and going, step by step on a loop that the test turns by hand. */
@Timeout(20)
class PeerLifeTest {

  private final Peerwright peerwright =
      Peerwright.builder().stopWithin(Duration.ofSeconds(3)).open();

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), peerwright.peers());
    peerwright.close();
  }

  private Peer launch(String overlays) {
    return peerwright.launch(
        peerwright.parse(
            "{\"name\": \"alice\", \"transport\": {\"type\": \"fake\"}, \"overlays\": ["
                + overlays
                + "]}"));
  }

  private static List<String> stopAndTurn(Peer peer) {
    FakeNetwork network = FakeNetwork.of(peer);
    CompletableFuture<Void> stopped = peer.stop().toCompletableFuture();
    network.loop.turn();
    assertNull(stopped.orTimeout(60, TimeUnit.SECONDS).join());
    return network.trace;
  }

  private static PeerwrightException failure(CompletionStage<?> stage) {
    CompletionException e =
        assertThrows(
            CompletionException.class,
            stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS)::join);
    return assertInstanceOf(PeerwrightException.class, e.getCause());
  }

  @Test
  void nothingHappensBeforeTheLoopTurns() {
    Peer alice = launch("{\"type\": \"fake\"}");
    FakeNetwork network = FakeNetwork.of(alice);
    assertEquals(List.of(), network.trace);
    assertFalse(alice.joined().toCompletableFuture().isDone());
    network.loop.turn();
    assertEquals(List.of("alice joins a"), network.trace);
    assertTrue(alice.joined().toCompletableFuture().isDone());
    assertEquals(
        List.of("alice joins a", "alice leaves a", "alice closes", "network closes"),
        stopAndTurn(alice));
    assertEquals(0, network.loop.pendingTimers());
  }

  @Test
  void oneOverlayThatNobodyAnswersInDoesNotKeepTheOthersWaiting() {
    Peer alice =
        launch("{\"type\": \"fake\", \"join\": \"hangs\"}, {\"type\": \"idle\", \"label\": \"b\"}");
    FakeNetwork network = FakeNetwork.of(alice);
    network.loop.turn();
    assertEquals(List.of("alice joins a", "alice joins b"), network.trace);
    assertFalse(alice.joined().toCompletableFuture().isDone());
    stopAndTurn(alice);
    assertEquals(
        "the peer \"alice\" was stopped before it had joined",
        failure(alice.joined()).getMessage());
    assertEquals(List.of("nobody has answered fake"), alice.life().obstacles());
  }

  @Test
  void anOverlayThatDoesNotLeaveIsCutOffAtTheDeadline() {
    Peer alice =
        launch(
            "{\"type\": \"fake\"}, {\"type\": \"fake\", \"label\": \"b\", \"leave\": \"hangs\"}");
    FakeNetwork network = FakeNetwork.of(alice);
    network.loop.turn();
    CompletableFuture<Void> stopped = alice.stop().toCompletableFuture();
    network.loop.turn();
    network.loop.advance(Duration.ofMillis(2999));
    assertFalse(network.trace.contains("alice closes"));
    network.loop.advance(Duration.ofMillis(1));
    assertNull(stopped.orTimeout(60, TimeUnit.SECONDS).join());
    assertEquals(
        List.of(
            "alice joins a", "alice joins b", "alice leaves b", "alice closes", "network closes"),
        network.trace);
  }

  @Test
  void anOverlayThatFailsToLeaveDoesNotHoldUpTheOthers() {
    Peer alice =
        launch(
            "{\"type\": \"fake\"}, {\"type\": \"fake\", \"label\": \"b\", \"leave\": \"throws\"},"
                + " {\"type\": \"fake\", \"label\": \"c\", \"leave\": \"fails\"}");
    FakeNetwork.of(alice).loop.turn();
    List<String> trace = stopAndTurn(alice);
    assertEquals(
        List.of(
            "alice leaves c", "alice leaves b", "alice leaves a", "alice closes", "network closes"),
        trace.subList(3, trace.size()));
  }

  @Test
  void aFailedJoinStopsWhatWasStartedAndNamesTheSection() {
    Peer alice =
        launch(
            "{\"type\": \"fake\"}, {\"type\": \"idle\", \"label\": \"b\", \"join\": \"throws\"}");
    FakeNetwork network = FakeNetwork.of(alice);
    network.loop.turn();
    assertEquals(
        "the peer \"alice\": /overlays/1 (idle) cannot join: a bug in joins",
        failure(alice.joined()).getMessage());
    assertEquals(
        List.of(
            "alice joins a",
            "alice joins b",
            "alice leaves b",
            "alice leaves a",
            "alice closes",
            "network closes"),
        network.trace);
  }

  @Test
  void anOverlayThatCannotBeMadeNamesTheSection() {
    Peer alice = launch("{\"type\": \"fake\"}, {\"type\": \"idle\", \"create\": \"throws\"}");
    FakeNetwork network = FakeNetwork.of(alice);
    network.loop.turn();
    assertEquals(
        "the peer \"alice\": /overlays/1 (idle) cannot be set up: no room",
        failure(alice.joined()).getMessage());
    assertEquals(List.of("alice closes", "network closes"), network.trace);
  }

  @Test
  void stoppedBeforeItsTurnItNeverJoins() {
    Peer alice = launch("{\"type\": \"fake\"}");
    assertEquals(List.of("alice closes", "network closes"), stopAndTurn(alice));
  }

  @Test
  void aNetworkThatCannotBeOpenedNamesTheSection() {
    PeerConfig config =
        peerwright.parse("{\"transport\": {\"type\": \"fake\", \"motto\": \"fail\"}}");
    assertEquals(
        "the peer \"peer\": /transport (fake) cannot be opened: the cable is not plugged in",
        assertThrows(PeerwrightException.class, () -> peerwright.launch(config)).getMessage());
  }

  @Test
  void decoratorsAreAroundEachOtherAndNatIsTheOutermost() {
    Peer alice =
        peerwright.launch(
            peerwright.parse(
                """
                {"transport": {"type": "fake"}, "nat": {"adds": 9},
                 "decorate": [{"type": "tap", "adds": 1}, {"type": "tap", "adds": 2}]}
                """));
    FakeNetwork.of(alice).loop.turn();
    assertEquals(129, alice.host().transport().maxDatagramBytes());
    stopAndTurn(alice);
  }

  @Test
  void configurationsMadeInCodeAreChecked() {
    PeerConfig config =
        PeerConfig.of("alice", "fake")
            .with("fake", new FakeDecorator.Config(1, List.of()))
            .with("hybird")
            .decoratedBy(new Section("tap"));
    ConfigException e = assertThrows(ConfigException.class, () -> peerwright.launch(config));
    assertEquals(
        """
        the configuration of "alice" has problems:
          /overlays/0: fake takes a io.peerwright.runtime.FakeOverlay$Config, not a \
        io.peerwright.runtime.FakeDecorator$Config
          /overlays/1: unknown plug-in "hybird" (installed: fake, idle)""",
        e.getMessage());
  }

  @Test
  void callsAfterTheStopFailAndThoseBeforeComeThrough() {
    Peer alice = launch("{\"type\": \"fake\"}");
    CompletionStage<KeywordSearch> call = alice.call(KeywordSearch.class, search -> search);
    stopAndTurn(alice);
    assertTrue(call.toCompletableFuture().isDone());
    assertEquals(
        "the peer \"alice\" is stopped",
        failure(alice.call(KeywordSearch.class, search -> search)).getMessage());
  }
}
