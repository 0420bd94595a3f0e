package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.hash.Thex;
import io.peerwright.kit.hash.TigerTree;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads whose parts are verified by a tree that comes while they do. */
class TreeCheckTest {

  /** Of a content of this size. */
  private static final int PIECE_BYTES = 1 << 17;

  private static final byte[] CONTENT = DownloadLab.content(3_000_000);

  private final DownloadLab lab = new DownloadLab();

  @AfterEach
  void tearDown() {
    lab.close();
  }

  static Thex.Row row(byte[] content, int partBytes) {
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at < content.length; at += partBytes) {
      TigerTree tree = new TigerTree();
      tree.update(ByteBuffer.wrap(content, at, Math.min(partBytes, content.length - at)));
      hashes.add(tree.finish().hash());
    }
    return new Thex.Row(partBytes, hashes);
  }

  private static TreeCheck check(Urn root) {
    return new TreeCheck(DownloadLab.sha1(CONTENT), CONTENT.length, root);
  }

  private static byte[] tree(byte[] content) {
    return Thex.write(content.length, row(content, 8_192));
  }

  @Test
  void aLieInOnePartIsFoundByATreeThatComesLate() {
    TestSource liar = lab.source("liar", DownloadLab.damaged(CONTENT, 1_000)).rate(100_000);
    TestSource honest = lab.source("honest", CONTENT).rate(100_000);
    TestSource other = lab.source("other", CONTENT).rate(100_000);
    TreeCheck check = check(row(CONTENT, 1024).root());
    MultiSourceDownload download =
        lab.fetch(CONTENT, check, DownloadRules.DEFAULT, liar, honest, other);
    lab.awaitBytes(download, 900_000);
    assertEquals(0, lab.wrong);
    check.accept(tree(CONTENT));
    lab.host.loop().execute(download::onPiecesKnown);
    assertTrue(
        lab.sim.runUntil(() -> lab.wrong == 1, Duration.ofMillis(100)),
        "what is here is checked at once, not with the next piece");
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals(1, lab.wrong);
    assertTrue(liar.sent < 600_000, () -> "the liar sent " + liar.sent);
    assertTrue(seconds < 15, () -> seconds + " s: what the others have sent is kept");
    assertTrue(download.detail().endsWith("SHA-1 verified, and all parts by the tree"));
  }

  @Test
  void withoutATreeTheWholeIsChecked() {
    TestSource one = lab.source("one", CONTENT).rate(500_000);
    MultiSourceDownload download =
        lab.fetch(CONTENT, check(row(CONTENT, 1024).root()), DownloadRules.DEFAULT, one);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertTrue(download.detail().endsWith("SHA-1 verified"), download.detail());
  }

  /** Its root is that of other bytes: those who send the right ones are not to blame. */
  @Test
  void aFalseTreeIsDropped() {
    int[] places =
        IntStream.iterate(5, at -> at < CONTENT.length, at -> at + PIECE_BYTES).toArray();
    byte[] wrong = DownloadLab.damaged(CONTENT, places);
    TestSource liar = lab.source("liar", wrong).rate(300_000);
    TestSource honest = lab.source("honest", CONTENT).rate(100_000);
    TreeCheck check = check(row(wrong, 1024).root());
    check.accept(tree(wrong));
    MultiSourceDownload download = lab.fetch(CONTENT, check, DownloadRules.DEFAULT, liar, honest);
    lab.await(download);
    lab.assertComplete(download, CONTENT);
  }

  @Test
  void onlyTheTreeOfThisContentIsTaken() {
    TreeCheck check = check(row(CONTENT, 1024).root());
    assertThrows(
        IllegalArgumentException.class, () -> check.accept(tree(DownloadLab.damaged(CONTENT, 1))));
    assertThrows(
        IllegalArgumentException.class,
        () -> check.accept(Thex.write(CONTENT.length, row(CONTENT, 1 << 20))),
        "parts that are longer than pieces");
    assertTrue(!check.canCheckPieces());
    check.accept(tree(CONTENT));
    assertTrue(check.canCheckPieces());
  }
}
