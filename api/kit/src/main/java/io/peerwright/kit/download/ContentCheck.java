package io.peerwright.kit.download;

import io.peerwright.kit.files.PartFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a content must be: the hash of the whole, or the hashes of its pieces, or both. Its checks
 * block, so they are run in {@link io.peerwright.api.Loop#offload}; it is used by one download.
 */
public interface ContentCheck {

  /**
   * A content is not what it was said to be.
   *
   * @param words for a person
   * @param wrongBytes so many bytes from the start, at least one of them is wrong
   */
  record Mismatch(String words, long wrongBytes) {}

  /** One line that is the same for the same content only, by which a part file is known again. */
  String identity();

  /** True if wrong bytes are found for certain, at the latest in the end. */
  boolean isConclusive();

  /**
   * The length of the pieces that can be checked on their own, in bytes; the last one may be
   * shorter. 0 if there are none.
   */
  long pieceLength();

  /**
   * False while it is not known what pieces must be; they are checked once it is. False again when
   * what was said of them has turned out to be wrong.
   */
  default boolean canCheckPieces() {
    return true;
  }

  /** False for a piece that is taken for right, for nothing is known of what it must be. */
  default boolean canCheck(int piece) {
    return canCheckPieces();
  }

  /** How many bytes of others lie in the first piece, before the content. */
  default long pieceLead() {
    return 0;
  }

  /**
   * Whether a piece is right, as far as it can be checked. Asked only if there are pieces, and all
   * bytes of it are here.
   */
  boolean isRight(PartFile file, int piece) throws IOException;

  /** Checks the whole when all bytes are here; null if it is what it was said to be. */
  @Nullable Mismatch checkWhole(PartFile file) throws IOException;

  /** What was compared, in words for a person. */
  String evidence();
}
