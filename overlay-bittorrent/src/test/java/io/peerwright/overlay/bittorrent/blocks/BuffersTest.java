package io.peerwright.overlay.bittorrent.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuffersTest {

  private static final int CHUNK = 1 << 20;

  private final Buffers buffers = new Buffers(8L * CHUNK, () -> {});
  private final Buffers.Share one = new Buffers.Share();
  private final Buffers.Share other = new Buffers.Share();

  @Test
  void oneSourceHoldsHalfAtMost() {
    for (int i = 0; i < 4; i++) {
      assertTrue(buffers.hasRoomFor(CHUNK, one));
      buffers.reserve(CHUNK, one);
    }
    assertFalse(buffers.hasRoomFor(CHUNK, one));
    assertTrue(buffers.takeRefused());
    assertTrue(buffers.hasRoomFor(CHUNK, other));
    // What it has brought to an end counts no more, though it is still in memory.
    buffers.settle(CHUNK, one);
    assertTrue(buffers.hasRoomFor(CHUNK, one));
  }

  @Test
  void allTogetherHoldTheLimit() {
    for (int i = 0; i < 4; i++) {
      buffers.reserve(CHUNK, one);
      buffers.reserve(CHUNK, other);
    }
    assertFalse(buffers.hasRoomFor(CHUNK, new Buffers.Share()));
    buffers.settle(CHUNK, one);
    assertFalse(buffers.hasRoomFor(CHUNK, one));
    buffers.unreserve(CHUNK);
    assertTrue(buffers.hasRoomFor(CHUNK, one));
  }

  @Test
  void aBufferLargerThanTheLimitMayBeTakenAlone() {
    assertTrue(buffers.hasRoomFor(20 * CHUNK, one));
    buffers.reserve(20 * CHUNK, one);
    assertFalse(buffers.hasRoomFor(1, other));
  }

  /** What a piece is given depends on what is taken, chunk by chunk. */
  @Test
  void aLongPieceIsAskedForAsFarAsThereIsMemory() {
    PartialPiece piece = new PartialPiece(0, 64 * CHUNK, new PartialPiece.Tally());
    PartialPiece.Sender source = sender(one);
    int taken = 0;
    for (int block = piece.nextFree(source, buffers);
        block >= 0;
        block = piece.nextFree(source, buffers)) {
      assertEquals(taken, block);
      piece.take(block, source, buffers);
      taken++;
    }
    assertEquals(4 * 64, taken, "half of eight chunks of 64 blocks");
    assertNull(piece.room(4 * 64, source, buffers), "nor is what nobody asked for");
    assertNotNull(piece.room(0, source, buffers));
    assertEquals(4 * 64, piece.nextFree(sender(other), buffers));
    piece.release(buffers);
    assertTrue(buffers.hasRoomFor(8 * CHUNK, new Buffers.Share()), "all is given back");
  }

  @Test
  void whoKeepsABlockFromUsIsNotAskedForItAgainAndOthersAre() {
    PartialPiece piece = new PartialPiece(0, CHUNK, new PartialPiece.Tally());
    PartialPiece.Sender source = sender(one);
    piece.take(0, source, buffers);
    piece.notComing(0);
    assertEquals(0, piece.nextFree(source, buffers));
    piece.withheld(0, source);
    assertEquals(1, piece.nextFree(source, buffers));
    assertEquals(0, piece.nextFree(sender(other), buffers));
  }

  private static PartialPiece.Sender sender(Buffers.Share share) {
    return new PartialPiece.Sender() {
      @Override
      public void dropArrivingBlock() {}

      @Override
      public Buffers.Share share() {
        return share;
      }
    };
  }
}
