package io.peerwright.samples.swarm;

import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** What one peer has of the {@link SharedContent}: which blocks, not their bytes. */
final class Portion implements PieceStorage {

  private static final int BLOCK = 1 << 14;

  private final SharedContent content;
  private final boolean whole;
  private final BitSet written = new BitSet();
  private final BitSet verified = new BitSet();

  Portion(SharedContent content, boolean whole) {
    this.content = content;
    this.whole = whole;
  }

  @Override
  public Found find() {
    BitSet pieces = new BitSet();
    pieces.set(0, whole ? content.pieces() : 0);
    return new Found(pieces, true);
  }

  @Override
  public void write(long offset, ByteBuffer source) throws IOException {
    int at = (int) offset;
    int end = at + source.remaining();
    if (!content.isAt(at, source)) {
      throw new IOException("what was verified at " + offset + " is not the content");
    }
    source.position(source.limit());
    written.set(at / BLOCK, (end + BLOCK - 1) / BLOCK);
  }

  @Override
  public boolean read(long offset, ByteBuffer target) {
    int at = (int) offset;
    int end = at + target.remaining();
    if (!whole && written.nextClearBit(at / BLOCK) < (end + BLOCK - 1) / BLOCK) {
      return false;
    }
    content.read(at, target);
    return true;
  }

  @Override
  public void verified(int[] added, BitSet present) {
    for (int piece : added) {
      verified.set(piece);
      content.copies(piece, 1);
    }
  }

  @Override
  public void checked(BitSet present, BitSet unreadable) {
    // There is nothing else in the way.
  }

  @Override
  public void sync() {
    // There is no disk.
  }

  @Override
  public void close() {
    verified.stream().forEach(piece -> content.copies(piece, -1));
    verified.clear();
  }
}
