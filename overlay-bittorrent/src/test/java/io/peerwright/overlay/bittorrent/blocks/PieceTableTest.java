package io.peerwright.overlay.bittorrent.blocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTableTest {

  private static final int PIECES = 40;
  private static final int LENGTH = 2 * PartialPiece.BLOCK;

  /** Two files of twenty pieces each. */
  private static PieceTable table() throws BencodeException {
    long half = PIECES / 2 * (long) LENGTH;
    String file = "d6:lengthi" + half + "e4:pathl1:";
    String text =
        "d5:filesl"
            + file
            + "aee"
            + file
            + "bee"
            + "e4:name1:t12:piece lengthi"
            + LENGTH
            + "e6:pieces"
            + 20 * PIECES
            + ":"
            + "x".repeat(20 * PIECES)
            + "e";
    return new PieceTable(Info.of(text.getBytes(StandardCharsets.ISO_8859_1)), null);
  }

  @Test
  void aServerFillsTheLongestGap() throws BencodeException {
    PieceTable table = table();
    table.complete(10);
    table.begin(30);
    assertArrayEquals(new int[] {11, 19}, table.gap());
    table.prefer(5, PieceTable.URGENT);
    assertArrayEquals(new int[] {5, 5}, table.gap());
  }

  @Test
  void anUnwantedFileIsNeitherMissingNorCounted() throws BencodeException {
    PieceTable table = table();
    table.select(new int[] {0, 1});
    assertFalse(table.isMissing(3));
    assertEquals(PIECES / 2 * (long) LENGTH, table.bytesWanted());
    for (int piece = PIECES / 2; piece < PIECES; piece++) {
      assertFalse(table.isDone());
      table.complete(piece);
    }
    assertTrue(table.isDone());
    assertFalse(table.isWhole());
  }

  /** Whatever happens to pieces, the sets and counts agree after each step. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhateverHappens(long seed) throws BencodeException {
    PieceTable table = table();
    Buffers memory = new Buffers(1 << 24, () -> {});
    Random random = new Random(seed);
    for (int step = 0; step < 4000; step++) {
      step(table, memory, random);
      assertTrue(table.checkInvariants());
    }
  }

  private static void step(PieceTable table, Buffers memory, Random random) {
    int piece = random.nextInt(PIECES);
    PartialPiece begun = table.begun(piece);
    switch (random.nextInt(9)) {
      case 0 -> table.select(new int[] {random.nextInt(3), random.nextInt(3)});
      case 1 -> table.prefer(piece, 2 + random.nextInt(PieceTable.URGENT));
      case 2 -> table.forgetPreferences();
      case 3 -> {
        if (begun != null) {
          table.drop(begun, memory);
        }
      }
      case 4 -> {
        if (table.has(piece)) {
          table.lost(piece);
        }
      }
      case 5 -> {
        BitSet found = new BitSet();
        found.set(piece);
        if (begun == null) {
          table.found(found);
        }
      }
      case 6 -> {
        if (begun != null) {
          List.of(0, 1).forEach(block -> begun.askedAgain(block));
          List.of(0, 1).forEach(block -> begun.arrived(block, null));
          if (random.nextBoolean()) {
            table.complete(piece);
          } else {
            table.spoilt(piece);
          }
        }
      }
      default -> {
        if (begun == null && table.isMissing(piece)) {
          table.begin(piece);
        }
      }
    }
  }
}
