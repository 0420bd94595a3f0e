package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.files.Ranges;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources that have parts of a content and get more, and what a download itself could send. */
class PartialSourcesTest {

  private static final int PIECE = 1 << 16;
  private static final byte[] CONTENT = DownloadLab.content(16 * PIECE);

  private final DownloadLab lab = new DownloadLab();

  @AfterEach
  void tearDown() {
    lab.close();
  }

  private static ContentCheck pieces() {
    return DownloadLab.pieces(CONTENT, PIECE);
  }

  private static Ranges parts(int... ends) {
    Ranges parts = new Ranges();
    for (int i = 0; i < ends.length; i += 2) {
      parts.add((long) ends[i] * PIECE, (long) ends[i + 1] * PIECE);
    }
    return parts;
  }

  @Test
  void itIsAskedForWhatItHasAndTheOtherForTheRest() {
    TestSource all = lab.source("all", CONTENT).ranged().rate(100_000);
    TestSource some = lab.source("some", CONTENT).ranged().rate(10_000_000);
    some.has = parts(3, 5, 12, 14);
    MultiSourceDownload download = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, all, some);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(4 * PIECE, some.sent);
    assertTrue(all.sent - 12 * PIECE < 4_096, () -> all.sent + ": no byte comes twice");
    long denied =
        some.asked.stream().filter(each -> parts(3, 5, 12, 14).endOf(each) == each).count();
    assertTrue(denied <= 4, () -> "asked in vain " + denied + " times: " + some.asked);
  }

  /** Nobody has all of it, but together they do in the end. */
  @Test
  void itIsAskedAgainForWhatItGotMeanwhile() {
    TestSource one = lab.source("one", CONTENT).ranged().rate(10_000_000);
    TestSource other = lab.source("other", CONTENT).ranged().rate(10_000_000);
    one.has = parts(0, 6);
    other.has = parts(4, 10);
    MultiSourceDownload download = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, one, other);
    lab.sim.runFor(Duration.ofSeconds(20));
    assertEquals(10 * PIECE, download.bytesDone());
    one.has = parts(0, 16);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertTrue(seconds < 45, () -> seconds + " s until it was asked");
    assertEquals(16 * PIECE, one.sent + other.sent);
    int questions = one.asked.size() + other.asked.size();
    assertTrue(questions < 25, () -> questions + " questions: " + one.asked + other.asked);
  }

  /** It says that it has a part, and when it is asked it does not. */
  @Test
  void whoDeniesWhatItHasToldIsAskedNoMore() {
    TestSource slow = lab.source("slow", CONTENT).ranged().rate(20_000);
    TestSource liar = lab.source("liar", CONTENT).ranged();
    liar.has = parts(0, 16);
    liar.denies = true;
    MultiSourceDownload download = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, liar, slow);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(5, liar.asked.size());
  }

  /** What the partial source has is left to it, also while it rests. */
  @Test
  void whoHasAllIsAskedFirstForWhatTheOthersLack() {
    TestSource some = lab.source("some", CONTENT).ranged().rate(50_000);
    TestSource all = lab.source("all", CONTENT).ranged().rate(50_000).setup(2_000_000_000L);
    some.has = parts(0, 8);
    some.breaksAfter = PIECE;
    MultiSourceDownload download = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, some, all);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(8L * PIECE, all.asked.get(0));
  }

  @Test
  void partsFromAnywhereDifferFromOneToTheNext() {
    DownloadRules rules = DownloadRules.DEFAULT.withScattered(true);
    TestSource all = lab.source("all", CONTENT).ranged().rate(1_000_000);
    MultiSourceDownload download = lab.fetch(CONTENT, pieces(), rules, all);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertNotEquals(0L, all.asked.get(0));
    assertEquals(0, all.asked.get(0) % PIECE);
    assertTrue(all.sent - 16 * PIECE < 4_096, () -> all.sent + " bytes");
  }

  @Test
  void onlyWhatAHashHasVerifiedIsHeld() throws IOException {
    byte[] lie = DownloadLab.damaged(CONTENT, 3 * PIECE + 5);
    TestSource liar = lab.source("liar", lie).ranged().rate(200_000);
    TestSource honest = lab.source("honest", CONTENT).ranged().rate(200_000);
    MultiSourceDownload download =
        lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, liar, honest);
    HeldParts held = download.held();
    assertEquals(0, held.verified().total());
    int looks = 0;
    while (!download.done().toCompletableFuture().isDone()) {
      lab.sim.runFor(Duration.ofMillis(200));
      looks++;
      byte[] onDisk = Files.exists(held.file()) ? Files.readAllBytes(held.file()) : new byte[0];
      held.verified()
          .forEach(
              (from, to) ->
                  assertArrayEquals(
                      Arrays.copyOfRange(CONTENT, from.intValue(), to.intValue()),
                      Arrays.copyOfRange(onDisk, from.intValue(), to.intValue())));
    }
    assertTrue(looks > 10 && lab.wrong > 0);
    assertEquals(CONTENT.length, held.verified().total());
    assertTrue(held.isUnchanged());
    Files.write(lab.target, new byte[] {1, 2, 3});
    assertTrue(!held.isUnchanged(), "somebody has written to it");
  }

  /** Nothing tells whether a part is right before all of it is here. */
  @Test
  void withoutHashesOfPartsNothingIsHeldUntilTheEnd() {
    TestSource all = lab.source("all", CONTENT).ranged().rate(500_000);
    MultiSourceDownload download =
        lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), DownloadRules.DEFAULT, all);
    lab.awaitBytes(download, 10 * PIECE);
    assertEquals(0, download.held().verified().total());
    lab.await(download);
    assertEquals(CONTENT.length, download.held().verified().total());
  }

  /** Its first piece begins with bytes of another file, so nothing tells whether it is right. */
  @Test
  void aPieceThatCannotBeCheckedIsNotHeld() {
    byte[] hashes = new byte[17 * 20];
    for (int piece = 1; piece < 17; piece++) {
      int from = piece * PIECE - 10;
      byte[] part = Arrays.copyOfRange(CONTENT, from, Math.min(CONTENT.length, from + PIECE));
      Urn hash = Digests.of(part, List.of(Digests.SHA1)).iterator().next();
      System.arraycopy(hash.hash(), 0, hashes, piece * 20, 20);
    }
    PieceCheck.Border border = new PieceCheck.Border(10, 0);
    ContentCheck check =
        new PieceCheck(
            DownloadLab.sha1(CONTENT), "of several", CONTENT.length, PIECE, hashes, border);
    TestSource all = lab.source("all", CONTENT).ranged().rate(100_000);
    MultiSourceDownload download = lab.fetch(CONTENT, check, DownloadRules.DEFAULT, all);
    lab.awaitBytes(download, 8 * PIECE);
    lab.sim.runFor(Duration.ofMillis(100));
    assertEquals(0, download.held().verified().endOf(0));
    assertTrue(download.held().verified().endOf(PIECE) >= 7L * PIECE);
  }

  /** What an earlier run has left counts when it was found right again, and only that. */
  @Test
  void whatAnEarlierRunHasLeftIsHeldOnceItIsVerified() throws IOException {
    TestSource all = lab.source("all", CONTENT).ranged().rate(500_000);
    MultiSourceDownload first = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, all);
    lab.awaitBytes(first, 8 * PIECE);
    first.close();
    lab.sim.runFor(Duration.ofSeconds(1));
    byte[] left = Files.readAllBytes(first.held().file().resolveSibling("a.bin.part"));
    left[2 * PIECE + 7] ^= 1;
    Files.write(first.held().file().resolveSibling("a.bin.part"), left);
    TestSource slow = lab.source("slow", CONTENT).ranged().rate(1_000);
    MultiSourceDownload second = lab.fetch(CONTENT, pieces(), DownloadRules.DEFAULT, slow);
    lab.sim.runFor(Duration.ofSeconds(2));
    Ranges held = second.held().verified();
    assertEquals(2L * PIECE, held.endOf(0));
    assertEquals(8L * PIECE, held.endOf(3L * PIECE));
    assertEquals(7L * PIECE, held.total());
  }
}
