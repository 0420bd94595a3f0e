package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is used off its loop, in tests and elsewhere. */
class LoopChecksTest {

  private static final Query QUERY = Query.parse("copper rain");

  private static Peer launch(Peerwright peerwright) {
    Peer peer =
        peerwright.launch(
            peerwright.parse(
                "{\"transport\": {\"type\": \"fake\"}, \"name\": \"alice\","
                    + " \"overlays\": [{\"type\": \"fake\"}]}"));
    FakeNetwork.of(peer).loop.turn();
    return peer;
  }

  private static void stop(Peer peer) {
    CompletableFuture<Void> stopped = peer.stop().toCompletableFuture();
    FakeNetwork.of(peer).loop.turn();
    stopped.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void inTestsACapabilityRefusesOtherThreadsAndSaysWhatToWrite() {
    try (Peerwright peerwright = Peerwright.builder().open()) {
      Peer alice = launch(peerwright);
      KeywordSearch search = alice.first(KeywordSearch.class).orElseThrow();
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class, () -> search.search(QUERY, hit -> {}, end -> {}));
      assertEquals(
          "KeywordSearch.search of the peer \"alice\" was called by the thread \""
              + Thread.currentThread().getName()
              + "\", but is for"
              + " the loop of its peer; write peer.ask(KeywordSearch.class, ...) or peer.call, or"
              + " hand it to host.loop().execute",
          refused.getMessage());
      stop(alice);
    }
  }

  @Test
  void onTheLoopItWorksAsEver() {
    try (Peerwright peerwright = Peerwright.builder().open()) {
      Peer alice = launch(peerwright);
      CompletableFuture<Void> searched =
          alice
              .call(
                  KeywordSearch.class,
                  search -> {
                    search.search(QUERY, hit -> {}, end -> {}).close();
                    return (Void) null;
                  })
              .toCompletableFuture();
      FakeNetwork.of(alice).loop.turn();
      assertDoesNotThrow(() -> searched.get(10, TimeUnit.SECONDS));
      stop(alice);
    }
  }

  @Test
  void whatOtherPluginsAreOfferedIsCheckedToo() {
    try (Peerwright peerwright = Peerwright.builder().open()) {
      Peer alice = launch(peerwright);
      KeywordSearch search = alice.host().offered(KeywordSearch.class).get(0);
      assertThrows(IllegalStateException.class, () -> search.search(QUERY, hit -> {}, end -> {}));
      stop(alice);
    }
  }

  @Test
  void anOverlayAndItsCapabilitiesAreCheckedToo() {
    try (Peerwright peerwright = Peerwright.builder().open()) {
      Peer alice = launch(peerwright);
      Overlay overlay = alice.overlays().get(0);
      assertEquals("fake", overlay.name());
      assertThrows(IllegalStateException.class, overlay::neighbours);
      KeywordSearch search = overlay.as(KeywordSearch.class).orElseThrow();
      assertThrows(IllegalStateException.class, () -> search.search(QUERY, hit -> {}, end -> {}));
      stop(alice);
    }
  }

  @Test
  void withoutChecksItIsTheOverlayItself() {
    try (Peerwright peerwright = Peerwright.builder().loopChecks(LoopChecks.OFF).open()) {
      Peer alice = launch(peerwright);
      assertSame(alice.overlays().get(0), alice.first(KeywordSearch.class).orElseThrow());
      stop(alice);
    }
  }
}
