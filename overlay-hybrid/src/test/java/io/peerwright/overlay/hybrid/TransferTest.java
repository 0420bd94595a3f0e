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

  private static final byte[] CONTENT = Town.content(SIZE, 1);
  private static final InMemoryConfig SLOW =
      InMemoryConfig.DEFAULT
          .withPoison()
          .withNetwork(NetworkModel.DEFAULT.withBandwidth(200_000, 200_000));

  @Test
  void aFileIsSharedFoundAndFetched() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT.withPoison())) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      sharer.share("Alder Fox/Copper Rain.mp3", CONTENT);
      town.settle();

      List<Hit> hits = loader.search("copper rain");
      assertEquals(1, hits.size());
      assertEquals("Alder Fox/Copper Rain.mp3", hits.get(0).name());
      assertEquals("sharer", hits.get(0).peer());
      assertEquals("192", hits.get(0).attributes().get("bitrate"));

      Download download = loader.fetch(hits, "Copper Rain.mp3");
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("Copper Rain.mp3")));
      assertFalse(Files.exists(loader.target("Copper Rain.mp3.part")));
      town.settle();
      assertEquals(SIZE, loader.meter("bytes.received"));
      assertEquals(SIZE, sharer.meter("bytes.sent"));
      assertEquals(1, sharer.meter("uploads.complete"));
      assertEquals(0, sharer.meter("uploads.active.now"));
    }
  }

  @Test
  void uploadsShareTheirRate() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT.withPoison())) {
      Town.Peer sharer =
          town.peer(town.user("sharer").withUploads(4, 2, 8).withUploadRates(100_000, 70_000));
      sharer.share("a.mp3", CONTENT);
      town.settle();
      long start = sharer.host().loop().nanoTime();
      List<Download> downloads = new ArrayList<>();
      for (String nick : List.of("one", "two")) {
        Town.Peer loader = town.peer(nick);
        downloads.add(loader.fetch(loader.search("a"), "a.mp3"));
      }
      for (Download download : downloads) {
        assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      }
      double seconds = (sharer.host().loop().nanoTime() - start) / 1e9;
      assertEquals(2.0 * SIZE / 100_000, seconds, 3);
      assertEquals(2 * SIZE, sharer.meter("bytes.sent"));
    }
  }

  /** It is slower than who gives up its slot to others, but by our own rate. */
  @Test
  void whomOurOwnRateKeepsWaitingIsNotGivenUp() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT)) {
      Town.Peer sharer =
          town.peer(town.user("sharer").withUploads(1, 1, 8).withUploadRates(300, 0));
      sharer.share("a.mp3", Town.content(100_000, 1));
      town.settle();
      Town.Peer first = town.peer("first");
      Download download = first.fetch(first.search("a"), "a.mp3");
      town.settle();
      Town.Peer second = town.peer("second");
      Download waiting = second.fetch(second.search("a"), "a.mp3");
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertEquals(100_000, sharer.meter("bytes.sent"));
      assertEquals(0, waiting.bytesDone());
    }
  }

  @Test
  void aFileOfTheUserIsSetAsideAndToldOf() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      sharer.share("a.mp3", CONTENT);
      town.settle();
      Path target = loader.target("a.mp3");
      Files.createDirectories(target.getParent());
      Files.writeString(target, "mine");
      Download download = loader.fetch(loader.search("a"), "a.mp3");
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
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
      try (Town town = new Town(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(cut))) {
        byte[] digits = "12345678901234567890".repeat(500).getBytes();
        Town.Peer sharer = town.peer("sharer");
        Town.Peer loader = town.peer("loader");
        sharer.share("a/digits one.txt", digits);
        town.settle();
        Download download = loader.fetch(loader.search("digits"), "d.txt");
        assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
        assertArrayEquals(digits, Files.readAllBytes(loader.target("d.txt")));
      }
    }
  }

  @Test
  void goesOnWhereTheLinkBroke() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 400_000);
      town.simulation.abortLinks(loader.host(), sharer.host());
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
      town.settle();
      long twice = sharer.meter("bytes.sent") - SIZE;
      assertTrue(twice < 500_000, () -> twice + " bytes were sent twice");
    }
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 400_000);
      CompletableFuture<Void> left = loader.overlay().leave().toCompletableFuture();
      assertTrue(town.simulation.runUntil(left::isDone, Town.LONG));
      assertEquals(Optional.of(Reason.SHUTDOWN), download.reason());
      long kept = download.bytesDone();
      assertTrue(kept >= 400_000);

      Town.Peer again = town.peerIn("again", loader.host().directory());
      Download next = again.fetch(again.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, town.await(next), next.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
      assertEquals(SIZE - kept + OVERLAP, again.meter("bytes.received"));
    }
  }

  @Test
  void aKillLosesOnlyWhatWasNotSynced() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 400_000);
      download.pause();
      town.settle();
      Path disk = loader.host().directory();
      long kept = download.bytesDone();
      town.simulation.crash(loader.host());
      download = null;

      Town.Peer again = town.peerIn("again", town.copyOf(disk));
      Download next = again.fetch(again.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, town.await(next), next.detail());
      assertEquals(SIZE - kept + OVERLAP, again.meter("bytes.received"));
    }
  }

  @Test
  void pausesAndGoesOn() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 300_000);
      download.pause();
      town.settle();
      long held = download.bytesDone();
      town.simulation.runFor(Town.LONG);
      assertEquals(held, download.bytesDone());
      assertEquals(Download.State.PAUSED, download.state());
      download.resume();
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void pausedAtTheLastByteItIsCheckedWhenItGoesOn() {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      assertTrue(town.simulation.runUntil(() -> loader.meter("bytes.received") == SIZE, Town.LONG));
      assertEquals(Download.State.TRANSFERRING, download.state());
      download.pause();
      town.settle();
      assertEquals(SIZE, download.bytesDone());
      assertEquals(Download.State.PAUSED, download.state());
      download.resume();
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertEquals(SIZE, sharer.meter("bytes.sent"));
    }
  }

  @Test
  void canBeReadWhileItIsChecked() {
    try (Town town = new Town(SLOW)) {
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, town.peer("sharer"), loader);
      assertTrue(
          town.simulation.runUntil(() -> download.state() == Download.State.VERIFYING, Town.LONG));
      ByteBuffer start = ByteBuffer.allocate(1000);
      var read = download.read(0, start).toCompletableFuture();
      assertTrue(town.simulation.runUntil(read::isDone, Town.LONG));
      assertEquals(1000, read.join());
      assertEquals(Download.State.COMPLETE, download.state());
    }
  }

  @Test
  void tellsItsPeersWhileABreakIsStored() {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 400_000);
      town.simulation.abortLinks(loader.host(), sharer.host());
      assertTrue(
          town.simulation.runUntil(
              () -> {
                loader.overlay().neighbours();
                return download.state() == Download.State.CONNECTING;
              },
              Town.LONG));
    }
  }

  @Test
  void canBeReadWhileItComes() {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      ByteBuffer middle = ByteBuffer.allocate(1000);
      var read = download.read(700_000, middle).toCompletableFuture();
      assertTrue(town.simulation.runUntil(read::isDone, Town.LONG));
      assertEquals(Download.State.TRANSFERRING, download.state());
      int count = read.join();
      assertTrue(count > 0);
      assertEquals(ByteBuffer.wrap(CONTENT, 700_000, count).slice(), middle.flip());
      town.await(download);
      ByteBuffer end = ByteBuffer.allocate(10);
      var last = download.read(SIZE - 4, end).toCompletableFuture();
      assertTrue(town.simulation.runUntil(last::isDone, Town.LONG));
      assertEquals(4, last.join());
      var past = download.read(SIZE, end).toCompletableFuture();
      assertTrue(town.simulation.runUntil(past::isDone, Town.LONG));
      assertEquals(-1, past.join());
    }
  }

  @Test
  void aStalledTransferIsTriedAnew() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      Download download = begin(town, sharer, loader);
      town.awaitBytes(download, 300_000);
      var cut = town.simulation.cut(List.of(sharer.host()), List.of(loader.host()));
      town.simulation.runFor(Duration.ofSeconds(150));
      assertEquals(Download.State.CONNECTING, download.state(), download.detail());
      cut.close();
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLost() {
    try (Town town = new Town(SLOW.withDiskBytes(1 << 21))) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      loader.share("hog", new byte[1_300_000]);
      Download download = begin(town, sharer, loader);
      assertEquals(Download.State.FAILED, town.await(download));
      assertEquals(Optional.of(Reason.FAILED), download.reason());
      assertTrue(download.detail().contains("bytes are kept"), download.detail());
      long kept = download.bytesDone();
      assertTrue(kept > 0);
      town.settle();

      town.delete(loader.host().directory().resolve("shared/hog"));
      Download next = loader.fetch(loader.search("copper"), "a.mp3");
      assertEquals(Download.State.COMPLETE, town.await(next), next.detail());
      assertTrue(loader.meter("bytes.received") < 2L * SIZE - kept);
    }
  }

  @Test
  void otherContentThanSaidIsNotGivenTheName() throws IOException {
    try (Town town = new Town(InMemoryConfig.DEFAULT)) {
      Town.Peer sharer = town.peer("sharer");
      Town.Peer loader = town.peer("loader");
      sharer.share("copper rain.mp3", CONTENT);
      Files.write(
          sharer.host().directory().resolve("shared/copper rain.mp3"), Town.content(SIZE, 2));
      town.settle();
      Download download = loader.fetch(loader.search("copper"), "a.mp3");
      assertEquals(Download.State.FAILED, town.await(download));
      assertEquals(Optional.of(Reason.CORRUPT), download.reason());
      assertFalse(Files.exists(loader.target("a.mp3")));
      assertEquals(1, loader.meter("downloads.corrupt"));
    }
  }

  @Test
  void asksTheNextSourceWhenOneIsGone() throws IOException {
    try (Town town = new Town(SLOW)) {
      Town.Peer one = town.peer("one");
      Town.Peer two = town.peer("two");
      Town.Peer loader = town.peer("loader");
      one.share("copper rain.mp3", CONTENT);
      two.share("copper rain.mp3", CONTENT);
      town.settle();
      List<Hit> hits = loader.search("copper");
      assertEquals(2, hits.size());
      Download download = loader.fetch(hits, "a.mp3");
      town.awaitBytes(download, 300_000);
      Town.Peer first = hits.get(0).peer().equals("one") ? one : two;
      first.host().close();
      assertEquals(Download.State.COMPLETE, town.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("a.mp3")));
    }
  }

  @Test
  void twoRunsOfOneSeedAreTheSame() {
    assertEquals(traceOfARun(5), traceOfARun(5));
  }

  private static long traceOfARun(long seed) {
    try (Town town = new Town(SLOW.withSeed(seed))) {
      Download download = begin(town, town.peer("sharer"), town.peer("loader"));
      town.await(download);
      return town.simulation.traceHash();
    }
  }

  private static Download begin(Town town, Town.Peer sharer, Town.Peer loader) {
    sharer.share("Alder Fox/copper rain.mp3", CONTENT);
    town.settle();
    return loader.fetch(loader.search("copper"), "a.mp3");
  }
}
