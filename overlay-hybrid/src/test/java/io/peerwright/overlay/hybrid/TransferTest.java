package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TransferTest {

  private static final int SIZE = 1_500_000;

  /** Bytes that are fetched twice, to see that they are the same. */
  private static final int OVERLAP = 1 << 16;

  private static final byte[] CONTENT = NapsterNetwork.content(SIZE, 1);
  private static final InMemoryConfig SLOW =
      InMemoryConfig.DEFAULT
          .withPoison()
          .withNetwork(NetworkModel.DEFAULT.withBandwidth(200_000, 200_000));

  @Test
  void aFileIsSharedFoundAndFetched() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison())) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("Alder Fox/Copper Rain.mp3", CONTENT);
      napster.settle();

      List<Hit> hits = loader.search("copper rain");
      assertEquals(1, hits.size());
      assertEquals("Alder Fox/Copper Rain.mp3", hits.get(0).name());
      assertEquals("sharer", hits.get(0).peer());
      assertEquals("192", hits.get(0).attributes().get("bitrate"));

      Download download = loader.fetch(hits, "Copper Rain.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("Copper Rain.mp3")));
      assertFalse(Files.exists(loader.target("Copper Rain.mp3.part")));
      napster.settle();
      assertEquals(SIZE, loader.meter("bytes.received"));
      assertEquals(SIZE, sharer.meter("bytes.sent"));
      assertEquals(1, sharer.meter("uploads.complete"));
      assertEquals(0, sharer.meter("uploads.active.now"));
    }
  }

  @Test
  void uploadsShareTheirRate() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison())) {
      NapsterNetwork.Peer sharer =
          napster.peer(
              napster.user("sharer").withUploads(4, 2, 8).withUploadRates(100_000, 70_000));
      sharer.share("a.mp3", CONTENT);
      napster.settle();
      long start = sharer.host().loop().nanoTime();
      List<Download> downloads = new ArrayList<>();
      for (String nick : List.of("one", "two")) {
        NapsterNetwork.Peer loader = napster.peer(nick);
        downloads.add(loader.fetch(loader.search("a"), "a.mp3"));
      }
      for (Download download : downloads) {
        assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      }
      double seconds = (sharer.host().loop().nanoTime() - start) / 1e9;
      assertEquals(2.0 * SIZE / 100_000, seconds, 3);
      assertEquals(2 * SIZE, sharer.meter("bytes.sent"));
    }
  }

  /** It is slower than who gives up its slot to others, but by our own rate. */
  @Test
  void whomOurOwnRateKeepsWaitingIsNotGivenUp() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer =
          napster.peer(napster.user("sharer").withUploads(1, 1, 8).withUploadRates(300, 0));
      sharer.share("a.mp3", NapsterNetwork.content(100_000, 1));
      napster.settle();
      NapsterNetwork.Peer first = napster.peer("first");
      Download download = first.fetch(first.search("a"), "a.mp3");
      napster.settle();
      NapsterNetwork.Peer second = napster.peer("second");
      Download waiting = second.fetch(second.search("a"), "a.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertEquals(100_000, sharer.meter("bytes.sent"));
      assertEquals(0, waiting.bytesDone());
    }
  }

  @Test
  void aFileOfTheUserIsSetAsideAndToldOf() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a.mp3", CONTENT);
      napster.settle();
      Path target = loader.target("a.mp3");
      Files.createDirectories(target.getParent());
      Files.writeString(target, "mine");
      Download download = loader.fetch(loader.search("a"), "a.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      Path aside = loader.target("a.mp3.old-1");
      assertTrue(
          download.detail().endsWith("a file of yours was in the way and is now " + aside),
          download.detail());
      assertEquals("mine", Files.readString(aside));
      assertArrayEquals(CONTENT, Files.readAllBytes(target));
    }
  }

  @Test
  void readsAreCutAnywhere() throws IOException {
    NetworkModel cut = NetworkModel.DEFAULT.withSegments(7, true).withLatencyMicros(100, 1000);
    for (int seed = 1; seed <= 5; seed++) {
      try (NapsterNetwork napster =
          new NapsterNetwork(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(cut))) {
        byte[] digits = "12345678901234567890".repeat(500).getBytes();
        NapsterNetwork.Peer sharer = napster.peer("sharer");
        NapsterNetwork.Peer loader = napster.peer("loader");
        sharer.share("a/digits one.txt", digits);
        napster.settle();
        Download download = loader.fetch(loader.search("digits"), "d.txt");
        assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
        assertArrayEquals(digits, Files.readAllBytes(loader.target("d.txt")));
      }
    }
  }

  @Test
  void goesOnWhereTheLinkBroke() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 400_000);
      napster.simulation.abortLinks(loader.host(), sharer.host());
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
      napster.settle();
      long twice = sharer.meter("bytes.sent") - SIZE;
      assertTrue(twice < 500_000, () -> twice + " bytes were sent twice");
    }
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 400_000);
      CompletableFuture<Void> left = loader.overlay().leave().toCompletableFuture();
      assertTrue(napster.simulation.runUntil(left::isDone, NapsterNetwork.LONG));
      assertEquals(Optional.of(Reason.SHUTDOWN), download.reason());
      long kept = download.bytesDone();
      assertTrue(kept >= 400_000);

      NapsterNetwork.Peer again = napster.peerIn("again", loader.host().directory());
      Download next = again.fetch(again.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(next), next.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
      assertEquals(SIZE - kept + OVERLAP, again.meter("bytes.received"));
    }
  }

  @Test
  void aKillLosesOnlyWhatWasNotSynced() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 400_000);
      download.pause();
      napster.settle();
      Path disk = loader.host().directory();
      long kept = download.bytesDone();
      napster.simulation.crash(loader.host());
      download = null;

      NapsterNetwork.Peer again = napster.peerIn("again", napster.copyOf(disk));
      Download next = again.fetch(again.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(next), next.detail());
      assertEquals(SIZE - kept + OVERLAP, again.meter("bytes.received"));
    }
  }

  @Test
  void pausesAndGoesOn() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 300_000);
      download.pause();
      napster.settle();
      long held = download.bytesDone();
      napster.simulation.runFor(NapsterNetwork.LONG);
      assertEquals(held, download.bytesDone());
      assertEquals(Download.State.PAUSED, download.state());
      download.resume();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void pausedAtTheLastByteItIsCheckedWhenItGoesOn() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      assertTrue(
          napster.simulation.runUntil(
              () -> loader.meter("bytes.received") == SIZE, NapsterNetwork.LONG));
      assertEquals(Download.State.TRANSFERRING, download.state());
      download.pause();
      napster.settle();
      assertEquals(SIZE, download.bytesDone());
      assertEquals(Download.State.PAUSED, download.state());
      download.resume();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertEquals(SIZE, sharer.meter("bytes.sent"));
    }
  }

  @Test
  void canBeReadWhileItIsChecked() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, napster.peer("sharer"), loader);
      assertTrue(
          napster.simulation.runUntil(
              () -> download.state() == Download.State.VERIFYING, NapsterNetwork.LONG));
      ByteBuffer start = ByteBuffer.allocate(1000);
      var read = download.read(0, start).toCompletableFuture();
      assertTrue(napster.simulation.runUntil(read::isDone, NapsterNetwork.LONG));
      assertEquals(1000, read.join());
      assertEquals(Download.State.COMPLETE, download.state());
    }
  }

  @Test
  void tellsItsPeersWhileABreakIsStored() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 400_000);
      napster.simulation.abortLinks(loader.host(), sharer.host());
      assertTrue(
          napster.simulation.runUntil(
              () -> {
                loader.overlay().neighbours();
                return download.state() == Download.State.CONNECTING;
              },
              NapsterNetwork.LONG));
    }
  }

  @Test
  void canBeReadWhileItComes() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      ByteBuffer middle = ByteBuffer.allocate(1000);
      var read = download.read(700_000, middle).toCompletableFuture();
      assertTrue(napster.simulation.runUntil(read::isDone, NapsterNetwork.LONG));
      assertEquals(Download.State.TRANSFERRING, download.state());
      int count = read.join();
      assertTrue(count > 0);
      assertEquals(ByteBuffer.wrap(CONTENT, 700_000, count).slice(), middle.flip());
      napster.await(download);
      ByteBuffer end = ByteBuffer.allocate(10);
      var last = download.read(SIZE - 4, end).toCompletableFuture();
      assertTrue(napster.simulation.runUntil(last::isDone, NapsterNetwork.LONG));
      assertEquals(4, last.join());
      var past = download.read(SIZE, end).toCompletableFuture();
      assertTrue(napster.simulation.runUntil(past::isDone, NapsterNetwork.LONG));
      assertEquals(-1, past.join());
    }
  }

  @Test
  void aStalledTransferIsTriedAnew() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Download download = begin(napster, sharer, loader);
      napster.awaitBytes(download, 300_000);
      var cut = napster.simulation.cut(List.of(sharer.host()), List.of(loader.host()));
      napster.simulation.runFor(Duration.ofSeconds(150));
      assertEquals(Download.State.CONNECTING, download.state(), download.detail());
      cut.close();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLost() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW.withDiskBytes(1 << 21))) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      loader.share("hog", new byte[1_300_000]);
      Download download = begin(napster, sharer, loader);
      assertEquals(Download.State.FAILED, napster.await(download));
      assertEquals(Optional.of(Reason.FAILED), download.reason());
      assertTrue(download.detail().contains("bytes are kept"), download.detail());
      long kept = download.bytesDone();
      assertTrue(kept > 0);
      napster.settle();

      napster.delete(loader.host().directory().resolve("shared/hog"));
      Download next = loader.fetch(loader.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(next), next.detail());
      assertTrue(loader.meter("bytes.received") < 2L * SIZE - kept);
    }
  }

  @Test
  void otherContentThanSaidIsNotGivenTheName() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("copper rain.mp3", CONTENT);
      Files.write(
          sharer.host().directory().resolve("shared/copper rain.mp3"),
          NapsterNetwork.content(SIZE, 2));
      napster.settle();
      Download download = loader.fetch(loader.search("copper"), "a.mp3");
      assertEquals(Download.State.FAILED, napster.await(download));
      assertEquals(Optional.of(Reason.CORRUPT), download.reason());
      assertFalse(Files.exists(loader.target("a.mp3")));
      assertEquals(1, loader.meter("downloads.corrupt"));
    }
  }

  @Test
  void asksTheNextSourceWhenOneIsGone() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer one = napster.peer("one");
      NapsterNetwork.Peer two = napster.peer("two");
      NapsterNetwork.Peer loader = napster.peer("loader");
      one.share("copper rain.mp3", CONTENT);
      two.share("copper rain.mp3", CONTENT);
      napster.settle();
      List<Hit> hits = loader.search("copper");
      assertEquals(2, hits.size());
      Download download = loader.fetch(hits, "a.mp3");
      napster.awaitBytes(download, 300_000);
      NapsterNetwork.Peer first = hits.get(0).peer().equals("one") ? one : two;
      first.host().close();
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void twoRunsOfOneSeedAreTheSame() {
    assertEquals(traceOfARun(5), traceOfARun(5));
  }

  private static long traceOfARun(long seed) {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW.withSeed(seed))) {
      Download download = begin(napster, napster.peer("sharer"), napster.peer("loader"));
      napster.await(download);
      return napster.simulation.traceHash();
    }
  }

  private static Download begin(
      NapsterNetwork napster, NapsterNetwork.Peer sharer, NapsterNetwork.Peer loader) {
    sharer.share("Alder Fox/copper rain.mp3", CONTENT);
    napster.settle();
    return loader.fetch(loader.search("copper"), "a.mp3");
  }
}
