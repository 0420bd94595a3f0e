package io.peerwright.kit.download;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.files.PartFile;
import io.peerwright.kit.hash.Thex;
import io.peerwright.kit.hash.TigerTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A content whose parts are verified by a row of its tree of Tiger hashes, from the time on at
 * which somebody has told the row. The root stands beside a hash of the whole: a tree that finds
 * right what that finds wrong is false, and is not asked any more.
 */
public final class TreeCheck implements ContentCheck {

  private static final long LEAST_PIECE_BYTES = 1 << 17;
  private static final int READ_BYTES = 1 << 16;

  private final ContentCheck whole;
  private final long size;
  private final Urn root;
  private final long pieceLength;

  /** Written on the loop and off it, when the whole is checked. */
  private volatile Thex.@Nullable Row row;

  private volatile boolean isFalse;

  /**
   * A check whose row is not known yet.
   *
   * @param whole what is known of the whole
   * @param root of the tree
   */
  public TreeCheck(ContentCheck whole, long size, Urn root) {
    this.whole = whole;
    this.size = size;
    this.root = root;
    pieceLength = Math.max(LEAST_PIECE_BYTES, Thex.partBytes(size));
  }

  /** The root of the tree. */
  public Urn root() {
    return root;
  }

  /**
   * Somebody has sent a tree.
   *
   * @throws IllegalArgumentException if it is none of this content, or none of use
   */
  public void accept(byte[] message) {
    Thex.Row told = Thex.read(message, size, root);
    if (told.partBytes() > pieceLength && told.hashes().size() > 1) {
      throw new IllegalArgumentException("a tree of parts of " + told.partBytes() + " bytes");
    }
    row = told.partBytes() > pieceLength ? told : told.above(pieceLength);
  }

  /** What others may be sent of the tree; null while nothing of it is known. */
  public byte @Nullable [] message() {
    Thex.Row known = row;
    return known == null || isFalse ? null : Thex.write(size, known);
  }

  /** True if a row is known, or will never be of use. */
  public boolean isSettled() {
    return row != null || isFalse;
  }

  @Override
  public boolean canCheckPieces() {
    return row != null && !isFalse;
  }

  @Override
  public String identity() {
    return whole.identity();
  }

  @Override
  public boolean isConclusive() {
    return whole.isConclusive();
  }

  @Override
  public long pieceLength() {
    return pieceLength;
  }

  @Override
  public boolean isRight(PartFile file, int piece) throws IOException {
    Thex.Row known = row;
    if (known == null) {
      return true;
    }
    TigerTree tree = new TigerTree();
    long end = Math.min(size, (piece + 1) * pieceLength);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, pieceLength));
    for (long at = piece * pieceLength; at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (file.read(at, buffer) < 1) {
        return false;
      }
      tree.update(buffer.flip());
    }
    return Arrays.equals(tree.finish().hash(), known.hashes().get(piece));
  }

  @Override
  public @Nullable Mismatch checkWhole(PartFile file) throws IOException {
    Mismatch mismatch = whole.checkWhole(file);
    if (mismatch != null) {
      isFalse |= row != null;
    }
    return mismatch;
  }

  @Override
  public String evidence() {
    return canCheckPieces() ? whole.evidence() + ", and all parts by the tree" : whole.evidence();
  }
}
