package io.peerwright.overlay.bittorrent.blocks;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a choice of files means for pieces.
 *
 * @param wanted the pieces that a wanted file is in
 * @param most how much each piece is wanted; null if all are the same
 */
public record PieceLevels(BitSet wanted, byte @Nullable [] most) {

  /** The level of each file, where those are wanted that have an index in a set; null for all. */
  static int[] levels(Info info, @Nullable BitSet files) {
    int[] each = new int[info.files().size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = files == null || files.get(i) ? PiecePicker.NORMAL : 0;
    }
    return each;
  }

  /** Of files, for each of which there is a level: 0 if it is not wanted. */
  public static PieceLevels of(Info info, int[] files) {
    BitSet wanted = new BitSet();
    byte[] most = new byte[info.pieces()];
    Arrays.fill(most, (byte) PiecePicker.NORMAL);
    boolean same = true;
    boolean all = isEveryFileIn(info, files);
    for (int i = 0; i < files.length; i++) {
      FileEntry file = info.files().get(i);
      // Padding is of use to who wants everything, so that the torrent becomes whole.
      if (files[i] > 0 && file.length() > 0 && (all || !file.padding())) {
        byte level = (byte) Math.min(files[i], PiecePicker.MAX_LEVEL);
        same &= level == PiecePicker.NORMAL;
        int last = (int) ((file.end() - 1) / info.pieceLength());
        for (int piece = (int) (file.offset() / info.pieceLength()); piece <= last; piece++) {
          wanted.set(piece);
          most[piece] = (byte) Math.max(most[piece], level);
        }
      }
    }
    return new PieceLevels(wanted, same ? null : most);
  }

  private static boolean isEveryFileIn(Info info, int[] levels) {
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] <= 0 && !info.files().get(i).padding()) {
        return false;
      }
    }
    return true;
  }
}
