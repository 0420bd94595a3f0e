package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.Digests;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A download asks the server who else has its content when its own sources are used up. */
class SourceSearchTest {

  private static final int SIZE = 1_500_000;
  private static final byte[] CONTENT = NapsterNetwork.content(SIZE, 1);
  private static final InMemoryConfig SLOW =
      InMemoryConfig.DEFAULT
          .withPoison()
          .withNetwork(NetworkModel.DEFAULT.withBandwidth(200_000, 200_000));

  @Test
  void goesOnFromOneWhoHasItUnderAnotherName() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, first, second, loader);
      napster.awaitBytes(download, 400_000);
      napster.simulation.crash(first.host());
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
      napster.settle();
      long sent = second.meter("bytes.sent");
      assertTrue(sent > 0 && sent <= SIZE - 400_000, () -> "sent by the second: " + sent);
    }
  }

  @Test
  void goesOnWhenTheFirstLoggedOut() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, first, second, loader);
      napster.awaitBytes(download, 400_000);
      first.overlay().leave();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertTrue(second.meter("bytes.sent") > 0);
    }
  }

  @Test
  void asksTheNextServerWhenTheFirstIsLost() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, first, second, loader);
      napster.awaitBytes(download, 400_000);
      first.overlay().leave();
      napster.restartServer();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertEquals(2, loader.meter("logins"));
    }
  }

  @Test
  void findsOneWhoIsBehindAFirewall() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer(napster.user("second").withFirewalled(true));
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, first, second, loader);
      napster.awaitBytes(download, 400_000);
      first.overlay().leave();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
    }
  }

  @Test
  void severalQuestionsAreAnsweredInTheirOrder() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison())) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      for (int i = 0; i < 10; i++) {
        first.share("copper " + i + ".mp3", NapsterNetwork.content(10_000 + i, i));
        if (i % 2 == 0) {
          second.share("other " + i + ".mp3", NapsterNetwork.content(10_000 + i, i));
        }
      }
      napster.settle();
      List<Hit> hits = loader.search("copper");
      assertEquals(10, hits.size());
      first.overlay().leave();
      napster.settle();
      List<Download> downloads =
          hits.stream().map(hit -> loader.fetch(List.of(hit), hit.name())).toList();
      for (Download download : downloads) {
        boolean elsewhere = download.bytesTotal().orElseThrow() % 2 == 0;
        assertEquals(
            elsewhere ? Download.State.COMPLETE : Download.State.FAILED, napster.await(download));
      }
    }
  }

  @Test
  void failsWhenNobodyElseHasIt() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      // The loader offers it itself, which is no source; of the other only the size is the same.
      loader.share("mine.mp3", CONTENT);
      second.share("other.mp3", NapsterNetwork.content(SIZE, 2));
      first.share("copper.mp3", CONTENT);
      napster.settle();
      List<Hit> hits = loader.search("copper");
      first.overlay().leave();
      napster.settle();
      Download download = loader.fetch(hits, "a.mp3");
      assertEquals(Download.State.FAILED, napster.await(download));
      assertEquals(Optional.of(Reason.REFUSED), download.reason());
      assertEquals(0, loader.meter("bytes.received"));
    }
  }

  @Test
  void goesOnAfterAPauseInTheMiddleOfTheQuestion() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer first = napster.peer("first");
      NapsterNetwork.Peer second = napster.peer("second");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, first, second, loader);
      napster.awaitBytes(download, 400_000);
      first.overlay().leave();
      assertTrue(
          napster.simulation.runUntil(
              () -> download.detail().contains("other sources"), NapsterNetwork.LONG));
      download.pause();
      napster.settle();
      assertEquals(Download.State.PAUSED, download.state());
      assertEquals(0, second.meter("bytes.sent"));
      download.resume();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
    }
  }

  /** The application knows of the first only, and of the MD5 only. */
  private static Download begin(
      NapsterNetwork napster,
      NapsterNetwork.Peer first,
      NapsterNetwork.Peer second,
      NapsterNetwork.Peer loader) {
    first.share("Alder Fox/copper rain.mp3", CONTENT);
    second.share("other name.mp3", CONTENT);
    napster.settle();
    List<Hit> hits = loader.search("copper");
    assertEquals(List.of("first"), hits.stream().map(Hit::peer).toList());
    assertEquals(
        List.of(Digests.NAPSTER_MD5.namespace()),
        hits.get(0).urns().stream().map(urn -> urn.namespace()).toList());
    return loader.fetch(hits, "a.mp3");
  }
}
