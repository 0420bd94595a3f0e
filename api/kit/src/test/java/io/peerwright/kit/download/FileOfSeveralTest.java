package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One file of a torrent of several, whose pieces are not cut at its ends. */
class FileOfSeveralTest {

  private static final int PIECE = 1 << 16;
  private static final byte[] ALL = DownloadLab.content(10 * PIECE);

  /** The check of the bytes between two places of all. */
  private static ContentCheck check(byte[] all, int from, int to, long zeros)
      throws NoSuchAlgorithmException {
    int first = from / PIECE;
    int last = (to + PIECE - 1) / PIECE;
    byte[] hashes = new byte[(last - first) * 20];
    for (int piece = first; piece < last; piece++) {
      byte[] part = Arrays.copyOfRange(all, piece * PIECE, (piece + 1) * PIECE);
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(part);
      System.arraycopy(hash, 0, hashes, (piece - first) * 20, 20);
    }
    byte[] content = Arrays.copyOfRange(all, from, to);
    PieceCheck.Border border = new PieceCheck.Border(from % PIECE, zeros);
    return new PieceCheck(
        DownloadLab.nothing(content), "file", content.length, PIECE, hashes, border);
  }

  private static void assertFetched(int from, int to, String evidence) throws Exception {
    byte[] content = Arrays.copyOfRange(ALL, from, to);
    try (DownloadLab lab = new DownloadLab()) {
      Download download =
          lab.fetch(
              content,
              check(ALL, from, to, to % PIECE == 0 ? 0 : -1),
              DownloadRules.DEFAULT,
              lab.source("right", content));
      lab.await(download);
      lab.assertComplete(download, content);
      assertTrue(download.detail().contains(evidence), download.detail());
      assertEquals(0, lab.wrong);
    }
  }

  @Test
  void whatIsNotVerifiedIsSaid() throws Exception {
    assertFetched(PIECE, 3 * PIECE, "all pieces verified");
    assertFetched(PIECE + 7, 5 * PIECE, "but for those at its ends");
    assertFetched(PIECE, 5 * PIECE + 1, "but for those at its ends");
    assertFetched(PIECE + 7, 5 * PIECE + 9, "but for those at its ends");
    assertFetched(PIECE + 7, PIECE + 9, "but for those at its ends");
    assertFetched(2 * PIECE - 1, 2 * PIECE + 1, "but for those at its ends");
  }

  @Test
  void aWrongPieceInTheMiddleIsFetchedFromAnother() throws Exception {
    int from = PIECE + 7;
    int to = 6 * PIECE + 9;
    byte[] content = Arrays.copyOfRange(ALL, from, to);
    try (DownloadLab lab = new DownloadLab()) {
      byte[] damaged = DownloadLab.damaged(content, PIECE);
      Download download =
          lab.fetch(
              content,
              check(ALL, from, to, -1),
              DownloadRules.DEFAULT,
              lab.source("wrong", damaged),
              lab.source("right", content));
      lab.await(download);
      lab.assertComplete(download, content);
      assertEquals(1, lab.wrong);
    }
  }

  /** Zeros up to the end of a piece are known, so that it can be checked. */
  @Test
  void aPieceThatPaddingFillsUpIsChecked() throws Exception {
    int to = 2 * PIECE + 100;
    byte[] all = ALL.clone();
    Arrays.fill(all, to, 3 * PIECE, (byte) 0);
    byte[] content = Arrays.copyOfRange(all, PIECE, to);
    ContentCheck check = check(all, PIECE, to, 3 * PIECE - to);
    assertTrue(check.isConclusive());
    try (DownloadLab lab = new DownloadLab()) {
      byte[] damaged = DownloadLab.damaged(content, content.length - 1);
      Download download =
          lab.fetch(
              content,
              check,
              DownloadRules.DEFAULT,
              lab.source("wrong", damaged),
              lab.source("right", content));
      lab.await(download);
      lab.assertComplete(download, content);
      assertTrue(download.detail().contains("all pieces verified"), download.detail());
    }
  }
}
