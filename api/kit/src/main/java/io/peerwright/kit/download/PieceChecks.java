package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Checks each piece of a content as soon as all of it is here, one after the other, off the loop.
 * Does nothing where a content has no pieces of its own.
 */
final class PieceChecks {

  /** Hears of the pieces; on the loop. */
  interface Listener {

    void onRightPiece();

    /** The bytes of a piece are wrong. */
    void onWrongPiece(int piece, long from, long to);

    void onUnreadable(Throwable cause);
  }

  private final DownloadFile file;
  private final SpanTable spans;
  private final Listener listener;
  private final long length;
  private final long lead;
  private final Ranges right = new Ranges();

  /** Of these those of which a hash was compared. */
  private final Ranges verified = new Ranges();

  private final BitSet seen = new BitSet();
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private boolean checking;

  PieceChecks(DownloadFile file, SpanTable spans, Listener listener) {
    this.file = file;
    this.spans = spans;
    this.listener = listener;
    this.length = file.pieceLength();
    this.lead = file.pieceLead();
  }

  /** How many bytes from a position on are here, and right as far as pieces can be checked. */
  long readable(long position) {
    return length == 0 || !file.canCheckPieces()
        ? spans.hereFrom(position)
        : right.endOf(position) - position;
  }

  /** What was found right by a hash, as of now; not to be changed. */
  Ranges verified() {
    return file.canCheckPieces() ? verified : new Ranges();
  }

  /** True if a check is under way or waits. */
  boolean isBusy() {
    return checking || !waiting.isEmpty() && file.canCheckPieces();
  }

  /** These bytes are on the disk now. */
  void onStored(long from, long to) {
    if (length == 0) {
      return;
    }
    for (long piece = (from + lead) / length; start(piece) < to; piece++) {
      boolean isWhole = spans.isHere(start(piece), end(piece));
      if (isWhole && !seen.get((int) piece)) {
        seen.set((int) piece);
        waiting.add((int) piece);
      }
    }
    next();
  }

  private long start(long piece) {
    return Math.max(0, piece * length - lead);
  }

  private long end(long piece) {
    return Math.min(file.size(), (piece + 1) * length - lead);
  }

  /** These are not here any more. */
  void onForgotten(long from, long to) {
    if (length > 0) {
      right.remove(from, to);
      verified.remove(from, to);
      int end = (int) ((to + lead + length - 1) / length);
      seen.clear((int) ((from + lead) / length), end);
      waiting.removeIf(piece -> start(piece) < to && end(piece) > from);
    }
  }

  /** Checks the next one, as after it has become known what pieces must be. */
  void next() {
    Integer piece = checking || !file.canCheckPieces() ? null : waiting.poll();
    if (piece != null) {
      checking = true;
      file.checkPiece(piece, (isRight, failure) -> onChecked(piece, isRight, failure));
    }
  }

  private void onChecked(int piece, @Nullable Boolean isRight, @Nullable Throwable failure) {
    checking = false;
    if (isRight == null) {
      listener.onUnreadable(failure == null ? new IllegalStateException() : failure);
      return;
    }
    if (!spans.isHere(start(piece), end(piece))) {
      next();
      return;
    }
    if (isRight) {
      right.add(start(piece), end(piece));
      if (file.canCheck(piece)) {
        verified.add(start(piece), end(piece));
      }
    } else {
      seen.clear(piece);
      listener.onWrongPiece(piece, start(piece), end(piece));
    }
    next();
    if (isRight) {
      listener.onRightPiece();
    }
  }
}
