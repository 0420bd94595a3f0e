package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Download.State;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Fetch}, with search and sharing, must do, as tests derived
 * from the Javadoc of {@link Fetch} and {@link Download}.
 */
public abstract class FetchContract extends PeersContract {

  private static final int SIZE = 150_000;

  private Peer a;
  private Peer b;

  /** For subclasses. */
  protected FetchContract() {}

  @BeforeEach
  final void addPeers() {
    a = peer("a");
    b = peer("b");
  }

  /** Different contents for different numbers. */
  private static byte[] content(int number, int size) {
    return Pattern.bytes(number * 10_000L, size);
  }

  private void share(Peer peer, String name, byte[] content) {
    Sharing sharing = peer.as(Sharing.class);
    peer.machine().ask(() -> sharing.share(SharedFiles.item(peer, name, content)));
    peer.end("published", sharing::published);
    settle();
  }

  private static List<Hit> find(Peer peer, String words) {
    Query query = Query.parse(words).limitedTo(20, Duration.ofSeconds(10));
    List<Hit> hits = SearchProbe.begin(peer, query).await().hits();
    assertFalse(hits.isEmpty(), "found no " + words);
    return hits;
  }

  /** In a folder that is not there yet. */
  private static Path target(Peer peer, String name) {
    return peer.machine().host().directory().resolve("new/folder").resolve(name);
  }

  private static DownloadProbe fetch(Peer peer, List<Hit> hits, String name) {
    return fetch(peer, hits, name, download -> {});
  }

  /** Begins a download, and does something about it before anything else can happen. */
  private static DownloadProbe fetch(
      Peer peer, List<Hit> hits, String name, Consumer<Download> atOnce) {
    Path target = target(peer, name);
    Fetch fetch = peer.as(Fetch.class);
    return DownloadProbe.begin(peer, target, changed -> fetch.fetch(hits, target, changed), atOnce);
  }

  @Test
  void whatIsFetchedIsWhatIsShared() {
    share(a, "copper.ogg", content(1, SIZE));
    fetch(b, find(b, "copper"), "copper.ogg").assertFetched(content(1, SIZE));
  }

  @Test
  void filesOfAllSizesAreFetched() {
    int[] sizes = {1, 2, 1_447, 1_448, 1_449, 65_536, 300_000};
    for (int size : sizes) {
      share(a, "copper size" + size + ".ogg", content(size, size));
    }
    for (int size : sizes) {
      List<Hit> hits = find(b, "copper size" + size);
      fetch(b, hits, "copper" + size).assertFetched(content(size, size));
    }
  }

  @Test
  void aRelativeTargetStartsFromTheHost() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    Path target = target(b, "copper.ogg");
    Fetch fetch = b.as(Fetch.class);
    DownloadProbe.begin(
            b,
            target,
            changed -> fetch.fetch(hits, Path.of("new", "folder", "copper.ogg"), changed),
            download -> {})
        .assertFetched(content(1, SIZE));
  }

  @Test
  void theTargetAppearsOnlyWhenItIsComplete() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg");
    watched.assertFetched(content(1, SIZE));
    watched.assertDidNotAppearEarly();
  }

  @Test
  void progressIsToldAndOnlyGrows() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg");
    watched.assertFetched(content(1, SIZE));
    settle();
    watched.assertToldProgress();
  }

  /** At each change: the download is complete all the same, and so is the next one. */
  @Test
  void aCallbackThatThrowsHarmsNoDownload() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    Fetch fetch = b.as(Fetch.class);
    Path target = target(b, "one.ogg");
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          DownloadProbe watched =
              DownloadProbe.begin(
                  b,
                  target,
                  changed -> fetch.fetch(hits, target, DownloadProbe.throwing(changed, thrown)),
                  download -> {});
          watched.assertFetched(content(1, SIZE));
          settle();
          watched.assertToldProgress();
        });
    fetch(b, hits, "other.ogg").assertFetched(content(1, SIZE));
  }

  @Test
  void twoFilesAreFetchedAtTheSameTime() {
    share(a, "copper rain.ogg", content(1, SIZE));
    share(a, "copper snow.ogg", content(2, SIZE));
    List<Hit> rain = find(b, "copper rain");
    List<Hit> snow = find(b, "copper snow");
    DownloadProbe one = fetch(b, rain, "rain.ogg");
    DownloadProbe other = fetch(b, snow, "snow.ogg");
    one.assertFetched(content(1, SIZE));
    other.assertFetched(content(2, SIZE));
  }

  @Test
  void severalPeersFetchTheSameFile() {
    Peer c = peer("c");
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe one = fetch(b, find(b, "copper"), "copper.ogg");
    DownloadProbe other = fetch(c, find(c, "copper"), "copper.ogg");
    one.assertFetched(content(1, SIZE));
    other.assertFetched(content(1, SIZE));
  }

  @Test
  void aPausedDownloadStandsStillAndGoesOn() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg", Download::pause);
    settle();
    assertEquals(State.PAUSED, watched.state());
    long bytes = watched.bytesDone();
    settle();
    assertEquals(bytes, watched.bytesDone());
    watched.run(Download::resume);
    watched.assertFetched(content(1, SIZE));
  }

  @Test
  void aCancelledDownloadFails() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg", Download::close);
    watched.assertFailed(Reason.CANCELLED);
    settle();
    watched.assertFailed(Reason.CANCELLED);
    int changes = watched.changes();
    settle();
    assertEquals(changes, watched.changes(), "changes after the end");
  }

  @Test
  void aCancelledDownloadCanBeFetchedAgain() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    DownloadProbe first = fetch(b, hits, "copper.ogg", Download::close);
    first.awaitDone();
    fetch(b, hits, "copper.ogg").assertFetched(content(1, SIZE));
  }

  @Test
  void cancellingWhatIsCompleteDoesNothing() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg");
    watched.assertFetched(content(1, SIZE));
    watched.run(Download::close);
    settle();
    watched.assertFetched(content(1, SIZE));
  }

  @Test
  void whatComesInCanBeRead() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg");
    ByteBuffer first = ByteBuffer.allocate(1_000);
    int count = watched.read(0, first).value();
    assertTrue(count > 0, "read " + count);
    assertEquals(count, first.position());
    assertArrayEquals(
        content(1, count), Arrays.copyOf(first.array(), count), "the first bytes differ");
    watched.assertFetched(content(1, SIZE));
    ByteBuffer last = ByteBuffer.allocate(1_000);
    assertEquals(50, watched.read(SIZE - 50, last).value());
    assertEquals(-1, watched.read(SIZE, last).value());
  }

  @Test
  void nothingIsReadFromADownloadThatFailed() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched = fetch(b, find(b, "copper"), "copper.ogg", Download::close);
    watched.awaitDone();
    ByteBuffer target = ByteBuffer.allocate(10);
    assertEquals(Reason.CANCELLED, watched.read(SIZE - 1, target).reason());
  }

  @Test
  void hitsOfOtherOverlaysAreLeftOut() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = new ArrayList<>(find(b, "copper"));
    hits.add(0, foreign(hits.get(0)));
    fetch(b, hits, "copper.ogg").assertFetched(content(1, SIZE));
  }

  private static Hit foreign(Hit own) {
    return new Hit(
        "another-overlay",
        "nobody",
        own.name(),
        own.sizeBytes(),
        null,
        own.urns(),
        own.attributes());
  }

  @Test
  void hitsOfOtherOverlaysAloneAreRefused() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = List.of(foreign(find(b, "copper").get(0)));
    assertRefused(IllegalArgumentException.class, b, hits);
  }

  private static void assertRefused(Class<? extends Exception> with, Peer peer, List<Hit> hits) {
    Fetch fetch = peer.as(Fetch.class);
    Path target = target(peer, "copper.ogg");
    peer.machine().run(() -> assertThrows(with, () -> fetch.fetch(hits, target, change -> {})));
  }

  @Test
  void whoIsNotInTheNetworkFetchesNothing() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    assertRefused(IllegalStateException.class, newcomer("outside"), hits);
    b.leave();
    assertRefused(IllegalStateException.class, b, hits);
  }

  @Test
  void anotherSourceTakesTheFirstOnesPlace() {
    Peer c = peer("c");
    share(a, "copper.ogg", content(1, SIZE));
    share(c, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    assertEquals(2, hits.size());
    a.leave();
    settle();
    fetch(b, hits, "copper.ogg").assertFetched(content(1, SIZE));
  }

  @Test
  void leavingEndsDownloads() {
    share(a, "copper.ogg", content(1, SIZE));
    DownloadProbe watched =
        fetch(b, find(b, "copper"), "copper.ogg", download -> b.overlay().leave());
    b.leave();
    watched.assertFailed(Reason.SHUTDOWN);
  }
}
