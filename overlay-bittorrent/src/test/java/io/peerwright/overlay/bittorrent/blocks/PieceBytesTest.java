package io.peerwright.overlay.bittorrent.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PieceBytesTest {

  /** Three pieces of 16 KiB: 100 bytes of a file, padding into the second one, 7 of a file. */
  private static Info padded() throws BencodeException {
    int padding = 40_000 - 100;
    String text =
        "d5:filesl"
            + "d6:lengthi100e4:pathl1:aee"
            + "d4:attr1:p6:lengthi"
            + padding
            + "e4:pathl1:pee"
            + "d6:lengthi7e4:pathl1:bee"
            + "e4:name1:t12:piece lengthi16384e6:pieces60:"
            + "x".repeat(60)
            + "e";
    return Info.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void countsWhatFilesHave() throws BencodeException {
    PieceBytes bytes = new PieceBytes(padded());
    assertEquals(107, bytes.ofFiles(3, piece -> true));
    assertEquals(100, bytes.ofFiles(1, piece -> piece == 0));
    assertEquals(0, bytes.ofFiles(1, piece -> piece == 1));
    assertEquals(7, bytes.ofFiles(1, piece -> piece == 2));
    assertEquals(0, bytes.ofFiles(0, piece -> false));
  }

  @Test
  void countsAllThatIsTransferred() throws BencodeException {
    PieceBytes bytes = new PieceBytes(padded());
    assertEquals(40_007, bytes.of(3, piece -> true));
    assertEquals(16_384, bytes.of(1, piece -> piece == 1));
    assertEquals(40_007 - 2 * 16_384, bytes.of(1, piece -> piece == 2));
  }
}
