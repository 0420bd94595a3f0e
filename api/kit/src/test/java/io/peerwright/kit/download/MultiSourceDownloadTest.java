package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultiSourceDownloadTest {

  private static final byte[] CONTENT = DownloadLab.content(3_500_000);
  private static final DownloadRules RULES = DownloadRules.DEFAULT;

  private final DownloadLab lab = new DownloadLab();

  @AfterEach
  void tearDown() {
    lab.close();
  }

  private TestSource source(String name, int rate) {
    return lab.source(name, CONTENT).rate(rate);
  }

  private MultiSourceDownload fetch(ContentCheck check, TestSource... sources) {
    return lab.fetch(CONTENT, check, RULES, sources);
  }

  private MultiSourceDownload fetch(TestSource... sources) {
    return fetch(DownloadLab.sha1(CONTENT), sources);
  }

  // Several at a time.

  @Test
  void eachGivesWhatItsSpeedLets() {
    TestSource slow = source("slow", 50_000);
    TestSource middle = source("middle", 100_000);
    TestSource fast = source("fast", 200_000);
    Download download = fetch(slow, middle, fast);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    // All together need ten seconds; what is left is the time to find out who is how fast.
    assertTrue(seconds < 11, () -> seconds + " s");
    assertEquals(2_000_000, fast.sent, 200_000);
    assertEquals(1_000_000, middle.sent, 100_000);
    assertEquals(500_000, slow.sent, 50_000);
    long total = slow.sent + middle.sent + fast.sent;
    assertTrue(total < CONTENT.length + 200_000, () -> total + " bytes were sent");
  }

  @Test
  void whatWouldComeLateIsTakenOver() {
    TestSource fading = source("fading", 400_000);
    TestSource other = source("other", 400_000);
    Download download = fetch(fading, other);
    lab.awaitBytes(download, 2_600_000);
    fading.rate = 1_000;
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertTrue(seconds < 6, () -> seconds + " s after one had become slow");
  }

  @Test
  void whoJoinsLaterGetsAShare() {
    TestSource first = source("first", 100_000);
    TestSource second = source("second", 100_000);
    second.refusals.add(new SourceEnd(SourceEnd.Kind.QUEUED, Reason.LIMIT, "place 1"));
    Download download =
        lab.fetch(
            CONTENT,
            DownloadLab.sha1(CONTENT),
            new DownloadRules(
                8, 1, 5_000_000_000L, 1, 30_000_000_000L, 512, false, RULES.subsidy()),
            first,
            second);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    // Five seconds alone, and the rest in half the time.
    assertEquals(20, seconds, 1.5);
  }

  @Test
  void withoutAHashOneSourceSendsAtATime() {
    TestSource one = source("one", 100_000);
    TestSource other = source("other", 100_000);
    Download download = fetch(DownloadLab.nothing(CONTENT), one, other);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals("complete, not verified: nobody told a hash", download.detail());
    assertEquals(0, other.sent);
  }

  @Test
  void blocksAreAsLongAsTheSourceIsFast() {
    TestSource server = source("server", 250_000).ranged();
    Download download = fetch(server);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(2, server.asked.get(1) / 500_000, "the first block is of a mebibyte");
    assertEquals(3, server.asked.size(), () -> "asked at " + server.asked);
  }

  // Bad sources.

  @Test
  void whoSendsAWrongPieceIsDroppedAndTheOthersGoOn() {
    TestSource liar = lab.source("liar", DownloadLab.damaged(CONTENT, 70_000)).rate(100_000);
    TestSource good = source("good", 100_000);
    Download download = fetch(DownloadLab.pieces(CONTENT, 65_536), liar, good);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals("complete, all pieces verified", download.detail());
    assertEquals(1, lab.wrong);
    assertTrue(liar.sent < 600_000, () -> "the liar was let send " + liar.sent);
    assertEquals(1, liar.asked.size(), () -> "it was asked at " + liar.asked);
    assertTrue(good.sent < CONTENT.length, "what the liar had sent right was kept");
  }

  @Test
  void ofAMixtureWhoIsToBlameIsFoundByFetchingFromOneAlone() {
    TestSource liar = lab.source("liar", DownloadLab.damaged(CONTENT, 5, 3_000_000)).rate(400_000);
    TestSource good = source("good", 400_000);
    Download download = fetch(liar, good);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertTrue(lab.wrong >= 1);
    assertTrue(good.sent >= CONTENT.length, "the whole came from one");
  }

  @Test
  void whenAllLieItFailsAndNamesTheLast() {
    byte[] wrong = DownloadLab.damaged(CONTENT, 9);
    TestSource liar = lab.source("liar", wrong).rate(1_000_000);
    Download download = fetch(liar);
    lab.await(download);
    assertEquals(CONTENT.length, liar.sent, "it is not asked twice");
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("it came from liar"), download.detail());
    assertFalse(Files.exists(lab.target));
  }

  @Test
  void whoIgnoresTheOffsetIsOfUseAllTheSame() {
    TestSource stubborn = source("stubborn", 500_000);
    stubborn.ignoresOffset = true;
    stubborn.breaksAfter = 1_000_000;
    Download download = fetch(DownloadLab.nothing(CONTENT), stubborn);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(List.of(0L, 1_000_000L - 65_536), stubborn.asked);
  }

  /** A 16th where a hash would find wrong bytes, but all that can be compared where none would. */
  @Test
  void forLittleThatIsMissingLittleIsCompared() {
    for (boolean isVerifiable : new boolean[] {true, false}) {
      try (DownloadLab one = new DownloadLab()) {
        TestSource source = one.source("source", CONTENT).rate(500_000);
        source.breaksAfter = 3_400_000;
        ContentCheck check =
            isVerifiable ? DownloadLab.sha1(CONTENT) : DownloadLab.nothing(CONTENT);
        Download download = one.fetch(CONTENT, check, RULES, source);
        one.await(download);
        one.assertComplete(download, CONTENT);
        long compared = isVerifiable ? 100_000 / 16 : 65_536;
        assertEquals(List.of(0L, 3_400_000 - compared), source.asked);
      }
    }
  }

  @Test
  void otherBytesAreNotAppended() {
    TestSource first = source("first", 500_000);
    first.breaksAfter = 1_000_000;
    Download download = fetch(DownloadLab.nothing(CONTENT), first);
    lab.sim.runUntil(() -> download.detail().contains("broke off"), Duration.ofSeconds(9));
    first.content = DownloadLab.content(CONTENT.length + 1);
    lab.await(download);
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("sends other bytes than those kept"), download.detail());
    assertEquals(1_000_000, download.bytesDone());
  }

  @Test
  void whoSendsMoreThanItAnnouncedIsDropped() {
    byte[] grown = Arrays.copyOf(CONTENT, CONTENT.length + 1);
    Download download =
        fetch(DownloadLab.nothing(CONTENT), lab.source("grown", grown).rate(990_000));
    lab.await(download);
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("sends more than the 3500000"), download.detail());
    assertEquals(0, download.bytesDone());
  }

  @Test
  void whoDripsIsLeftForOneWhoDoesNot() {
    TestSource drip = source("drip", 1);
    TestSource good = source("good", 500_000);
    Download download =
        lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), RULES.withParallel(1), drip, good);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertTrue(seconds < 90, () -> seconds + " s");
  }

  // The life of a download.

  @Test
  void goesOnWhereItWasBrokenOff() {
    TestSource one = source("one", 100_000);
    TestSource other = source("other", 100_000);
    Download first = fetch(one, other);
    lab.awaitBytes(first, 1_500_000);
    lab.host.loop().execute(first::close);
    lab.await(first);
    assertEquals(Optional.of(Reason.CANCELLED), first.reason());
    long kept = first.bytesDone();
    TestSource last = source("last", 1_000_000);
    Download second = fetch(last);
    lab.await(second);
    lab.assertComplete(second, CONTENT);
    // The two gaps, each with some bytes before it that are compared.
    assertEquals(CONTENT.length - kept, last.sent, 2 * 65_536 + 40_000);
    assertEquals(2, last.asked.size());
  }

  @Test
  void aPauseStopsAllAndKeepsWhatCame() {
    TestSource one = source("one", 100_000);
    TestSource other = source("other", 100_000);
    Download download = fetch(one, other);
    lab.awaitBytes(download, 1_000_000);
    lab.host.loop().execute(download::pause);
    lab.sim.runFor(Duration.ofSeconds(1));
    long sent = one.sent + other.sent;
    lab.sim.runFor(Duration.ofMinutes(2));
    assertEquals(sent, one.sent + other.sent);
    assertEquals(Download.State.PAUSED, download.state());
    lab.host.loop().execute(download::resume);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void progressOnlyGrowsWhileNothingIsWrong() {
    lab.await(fetch(source("one", 300_000), source("other", 200_000)));
    List<Long> sorted = lab.progress.stream().sorted().toList();
    assertEquals(sorted, lab.progress);
  }

  @Test
  void whatSomebodyWaitsForComesFirst() {
    Download download = fetch(source("one", 50_000));
    lab.awaitBytes(download, 100_000);
    int position = 3_000_000;
    ByteBuffer into = ByteBuffer.allocate(1_000);
    CompletableFuture<Integer> read = new CompletableFuture<>();
    lab.host.loop().execute(() -> download.read(position, into).thenAccept(read::complete));
    assertTrue(lab.sim.runUntil(read::isDone, Duration.ofSeconds(10)), download.detail());
    assertEquals(1_000, read.join());
    assertArrayEquals(Arrays.copyOfRange(CONTENT, position, position + 1_000), into.array());
    lab.await(download);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void onlyPiecesThatAreRightCanBeRead() {
    TestSource liar = lab.source("liar", DownloadLab.damaged(CONTENT, 10)).rate(100_000);
    Download download = fetch(DownloadLab.pieces(CONTENT, 65_536), liar);
    ByteBuffer into = ByteBuffer.allocate(100);
    CompletableFuture<Integer> read = new CompletableFuture<>();
    lab.host
        .loop()
        .execute(
            () ->
                download
                    .read(0, into)
                    .whenComplete((count, failure) -> read.complete(count == null ? -9 : count)));
    lab.await(download);
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertEquals(-9, read.join());
  }

  // Origin servers.

  private Download subsidised(DownloadRules.Subsidy subsidy, TestSource... sources) {
    return lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), RULES.withSubsidy(subsidy), sources);
  }

  @Test
  void anOriginGivesNothingWhilePeersAreFastEnough() {
    TestSource origin = source("origin", 1_000_000).reserve();
    lab.assertComplete(
        awaited(subsidised(subsidy(100_000), source("peer", 120_000), origin)), CONTENT);
    assertEquals(0, origin.sent);
  }

  @Test
  void anOriginFillsInWhatPeersDoNotGiveInTime() {
    TestSource origin = source("origin", 1_000_000).reserve();
    TestSource peer = source("peer", 50_000);
    Download download = subsidised(subsidy(100_000), peer, origin);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    // Five seconds of grace, and then the speed that was asked for.
    assertEquals(40, seconds, 1);
    assertEquals(CONTENT.length - seconds * 50_000, origin.sent, 200_000);
  }

  @Test
  void anOriginGivesAllIfNoPeerIsLeft() {
    TestSource origin = source("origin", 1_000_000).reserve();
    TestSource peer = source("peer", 100_000);
    peer.refusals.add(new SourceEnd(SourceEnd.Kind.GONE, Reason.REFUSED, "gone"));
    Download download = subsidised(subsidy(1_000), peer, origin);
    assertTrue(lab.await(download) < 8);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void anOriginGivesNoMoreThanItsBudget() {
    TestSource origin = source("origin", 1_000_000).reserve();
    Download download = subsidised(new DownloadRules.Subsidy(1_000, 0, 1_000_000), origin);
    lab.await(download);
    assertEquals(Optional.of(Reason.LIMIT), download.reason(), download.detail());
    assertEquals(1_000_000, origin.sent, 30_000);
    assertEquals(1_000_000, download.bytesDone());
  }

  private static DownloadRules.Subsidy subsidy(long rate) {
    return new DownloadRules.Subsidy(rate, 5_000_000_000L, Long.MAX_VALUE);
  }

  private Download awaited(Download download) {
    lab.await(download);
    return download;
  }

  // Anything.

  /** Whatever the sources do, as long as one of them is honest and comes back. */
  @Test
  void oneHonestSourceIsEnough() {
    for (int seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      try (DownloadLab one = new DownloadLab()) {
        byte[] content = DownloadLab.content(1 + random.nextInt(1_500_000));
        TestSource[] sources = new TestSource[1 + random.nextInt(6)];
        for (int i = 0; i < sources.length; i++) {
          boolean lies = random.nextInt(4) == 0;
          byte[] what =
              lies ? DownloadLab.damaged(content, random.nextInt(content.length)) : content;
          sources[i] = one.source("s" + i, what).rate(20_000 + random.nextInt(400_000));
          sources[i].ranged = random.nextBoolean();
          sources[i].reserve = random.nextInt(5) == 0;
          sources[i].ignoresOffset = !sources[i].ranged && random.nextInt(6) == 0;
          if (random.nextInt(3) == 0) {
            sources[i].breaksAfter = random.nextInt(400_000);
          }
          if (random.nextInt(4) == 0) {
            SourceEnd.Kind[] kinds = SourceEnd.Kind.values();
            SourceEnd.Kind kind = kinds[random.nextInt(kinds.length)];
            sources[i].refusals.add(new SourceEnd(kind, Reason.REFUSED, "no"));
          }
        }
        sources[sources.length - 1] = one.source("honest", content).rate(100_000);
        ContentCheck check =
            random.nextBoolean()
                ? DownloadLab.sha1(content)
                : DownloadLab.pieces(content, 16_384 << random.nextInt(4));
        Download download = one.fetch(content, check, RULES, sources);
        if (random.nextInt(4) == 0) {
          one.sim.runFor(Duration.ofMillis(random.nextInt(4_000)));
          one.host.loop().execute(download::pause);
          one.sim.runFor(Duration.ofMillis(random.nextInt(4_000)));
          one.host.loop().execute(download::resume);
        }
        one.await(download);
        assertEquals(Download.State.COMPLETE, download.state(), seed + ": " + download.detail());
        one.assertComplete(download, content);
      }
    }
  }
}
