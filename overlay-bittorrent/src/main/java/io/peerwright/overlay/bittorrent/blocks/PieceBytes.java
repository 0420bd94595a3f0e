package io.peerwright.overlay.bittorrent.blocks;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** How many bytes there are in some pieces: all of them, or those that a user has files of. */
public final class PieceBytes {

  private final Info info;

  /** Bytes of padding files, by the piece; there are few such pieces, mostly none. */
  private final Map<Integer, Long> padding = new TreeMap<>();

  public PieceBytes(Info info) {
    this.info = info;
    for (FileEntry file : info.files()) {
      if (file.padding()) {
        addPadding(file);
      }
    }
  }

  private void addPadding(FileEntry file) {
    for (long at = file.offset(); at < file.end(); ) {
      int piece = (int) (at / info.pieceLength());
      long to = Math.min(file.end(), info.offset(piece) + info.pieceLength(piece));
      padding.merge(piece, to - at, Long::sum);
      at = to;
    }
  }

  /**
   * Of so many pieces.
   *
   * @param contains which; asked of few
   */
  public long of(int count, IntPredicate contains) {
    int last = info.pieces() - 1;
    long sum = (long) count * info.pieceLength();
    return last >= 0 && contains.test(last)
        ? sum - info.pieceLength() + info.pieceLength(last)
        : sum;
  }

  /** The same without padding. */
  public long ofFiles(int count, IntPredicate contains) {
    long sum = of(count, contains);
    for (Map.Entry<Integer, Long> each : padding.entrySet()) {
      sum -= contains.test(each.getKey()) ? each.getValue() : 0;
    }
    return sum;
  }
}
