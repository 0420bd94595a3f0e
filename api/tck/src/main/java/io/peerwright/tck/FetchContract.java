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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** A download, and what was told of it. */
  @SuppressWarnings("NullAway.Init") // all is set where it is made
  private static final class Watched {
    private final List<State> states = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());
    private Download download;
    private Outcome<Path> done;
    private Path target;
    private volatile boolean appearedEarly;
    private volatile boolean reasonedEarly;

    State state(Peer peer) {
      return peer.machine().ask(download::state);
    }

    void changed(Download changed) {
      states.add(changed.state());
      boolean over = changed.state() == State.COMPLETE || changed.state() == State.FAILED;
      reasonedEarly |= !over && changed.reason().isPresent();
      progress.add(changed.bytesDone());
      appearedEarly |= Files.exists(target) && sizeOf(target) < changed.bytesTotal().orElse(0);
    }

    private static long sizeOf(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** In a folder that is not there yet. */
  private static Path target(Peer peer, String name) {
    return peer.machine().host().directory().resolve("new/folder").resolve(name);
  }

  private static Watched fetch(Peer peer, List<Hit> hits, String name) {
    return fetch(peer, hits, name, download -> {});
  }

  /** Begins a download, and does something about it before anything else can happen. */
  private static Watched fetch(Peer peer, List<Hit> hits, String name, Consumer<Download> atOnce) {
    Watched watched = new Watched();
    watched.target = target(peer, name);
    Fetch fetch = peer.as(Fetch.class);
    Machine machine = peer.machine();
    machine.run(
        () -> {
          watched.download =
              fetch.fetch(
                  hits,
                  watched.target,
                  download ->
                      machine
                          .referee()
                          .enter(machine.loop(), "a change", () -> watched.changed(download)));
          watched.done = Outcome.of(machine, "the end of a download", watched.download.done());
          atOnce.accept(watched.download);
        });
    return watched;
  }

  private static void assertFetched(Peer peer, Watched watched, byte[] content) {
    peer.machine().await("the download to end", watched.done::isDone);
    assertEquals(watched.target, watched.done.value());
    try {
      assertArrayEquals(content, Files.readAllBytes(watched.target));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(State.COMPLETE, watched.state(peer));
    assertEquals(Optional.of(Reason.ENDED), peer.machine().ask(watched.download::reason));
    assertEquals(content.length, peer.machine().ask(watched.download::bytesDone));
    assertEquals(OptionalLong.of(content.length), peer.machine().ask(watched.download::bytesTotal));
  }

  @Test
  void whatIsFetchedIsWhatIsShared() {
    share(a, "copper.ogg", content(1, SIZE));
    assertFetched(b, fetch(b, find(b, "copper"), "copper.ogg"), content(1, SIZE));
  }

  @Test
  void filesOfAllSizesAreFetched() {
    int[] sizes = {1, 2, 1_447, 1_448, 1_449, 65_536, 300_000};
    for (int size : sizes) {
      share(a, "copper size" + size + ".ogg", content(size, size));
    }
    for (int size : sizes) {
      List<Hit> hits = find(b, "copper size" + size);
      assertFetched(b, fetch(b, hits, "copper" + size), content(size, size));
    }
  }

  @Test
  void theTargetAppearsOnlyWhenItIsComplete() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg");
    assertFetched(b, watched, content(1, SIZE));
    assertFalse(watched.appearedEarly, "the target was there before it was complete");
  }

  @Test
  void progressIsToldAndOnlyGrows() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg");
    assertFetched(b, watched, content(1, SIZE));
    settle();
    assertFalse(watched.states.isEmpty(), "nothing was told");
    assertEquals(State.COMPLETE, watched.states.get(watched.states.size() - 1));
    assertEquals(watched.progress.stream().sorted().toList(), watched.progress);
    assertFalse(watched.reasonedEarly, "a download under way says why it ended");
  }

  @Test
  void twoFilesAreFetchedAtTheSameTime() {
    share(a, "copper rain.ogg", content(1, SIZE));
    share(a, "copper snow.ogg", content(2, SIZE));
    List<Hit> rain = find(b, "copper rain");
    List<Hit> snow = find(b, "copper snow");
    Watched one = fetch(b, rain, "rain.ogg");
    Watched other = fetch(b, snow, "snow.ogg");
    assertFetched(b, one, content(1, SIZE));
    assertFetched(b, other, content(2, SIZE));
  }

  @Test
  void severalPeersFetchTheSameFile() {
    Peer c = peer("c");
    share(a, "copper.ogg", content(1, SIZE));
    Watched one = fetch(b, find(b, "copper"), "copper.ogg");
    Watched other = fetch(c, find(c, "copper"), "copper.ogg");
    assertFetched(b, one, content(1, SIZE));
    assertFetched(c, other, content(1, SIZE));
  }

  @Test
  void aPausedDownloadStandsStillAndGoesOn() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg", Download::pause);
    settle();
    assertEquals(State.PAUSED, watched.state(b));
    long bytes = b.machine().ask(watched.download::bytesDone);
    settle();
    assertEquals(bytes, b.machine().ask(watched.download::bytesDone));
    b.machine().run(watched.download::resume);
    assertFetched(b, watched, content(1, SIZE));
  }

  @Test
  void aCancelledDownloadFails() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg", Download::close);
    b.machine().await("the download to end", watched.done::isDone);
    assertTrue(watched.done.isFailed());
    assertEquals(State.FAILED, watched.state(b));
    assertEquals(Optional.of(Reason.CANCELLED), b.machine().ask(watched.download::reason));
    settle();
    assertFalse(Files.exists(watched.target), "a file that is not complete has its final name");
  }

  @Test
  void aCancelledDownloadCanBeFetchedAgain() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = find(b, "copper");
    Watched first = fetch(b, hits, "copper.ogg", Download::close);
    b.machine().await("the download to end", first.done::isDone);
    assertFetched(b, fetch(b, hits, "copper.ogg"), content(1, SIZE));
  }

  @Test
  void cancellingWhatIsCompleteDoesNothing() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg");
    assertFetched(b, watched, content(1, SIZE));
    b.machine().run(watched.download::close);
    settle();
    assertFetched(b, watched, content(1, SIZE));
  }

  @Test
  void whatComesInCanBeRead() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg");
    ByteBuffer first = ByteBuffer.allocate(1_000);
    int count = b.end("read", () -> watched.download.read(0, first)).value();
    assertTrue(count > 0, "read " + count);
    assertEquals(count, first.position());
    assertArrayEquals(
        content(1, count), Arrays.copyOf(first.array(), count), "the first bytes differ");
    assertFetched(b, watched, content(1, SIZE));
    ByteBuffer last = ByteBuffer.allocate(1_000);
    assertEquals(50, b.end("read", () -> watched.download.read(SIZE - 50, last)).value());
    assertEquals(-1, b.end("read", () -> watched.download.read(SIZE, last)).value());
  }

  @Test
  void nothingIsReadFromADownloadThatFailed() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg", Download::close);
    b.machine().await("the download to end", watched.done::isDone);
    ByteBuffer target = ByteBuffer.allocate(10);
    assertEquals(
        Reason.CANCELLED, b.end("read", () -> watched.download.read(SIZE - 1, target)).reason());
  }

  @Test
  void hitsOfOtherOverlaysAreLeftOut() {
    share(a, "copper.ogg", content(1, SIZE));
    List<Hit> hits = new ArrayList<>(find(b, "copper"));
    hits.add(0, foreign(hits.get(0)));
    assertFetched(b, fetch(b, hits, "copper.ogg"), content(1, SIZE));
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
    assertFetched(b, fetch(b, hits, "copper.ogg"), content(1, SIZE));
  }

  @Test
  void leavingEndsDownloads() {
    share(a, "copper.ogg", content(1, SIZE));
    Watched watched = fetch(b, find(b, "copper"), "copper.ogg", download -> b.overlay().leave());
    b.leave();
    b.machine().await("the download to end", watched.done::isDone);
    assertEquals(Reason.SHUTDOWN, watched.done.reason());
    assertEquals(Optional.of(Reason.SHUTDOWN), b.machine().ask(watched.download::reason));
    assertFalse(Files.exists(watched.target), "a file that is not complete has its final name");
  }
}
