package io.peerwright.overlay.bittorrent;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.util.BitSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which files of a torrent are wanted. */
final class FileChoice {

  private FileChoice() {}

  /**
   * The indexes of those that the link and the application both want; null for all.
   *
   * @throws IllegalArgumentException if the link wants a file that there is not
   */
  static @Nullable BitSet of(
      Info info, @Nullable BitSet ofTheLink, Predicate<? super String> wanted) {
    if (ofTheLink != null && ofTheLink.length() > info.files().size()) {
      throw new IllegalArgumentException(
          "so= in the link chooses file "
              + (ofTheLink.length() - 1)
              + ", but the torrent has the files 0 to "
              + (info.files().size() - 1));
    }
    BitSet chosen = new BitSet();
    for (int i = 0; i < info.files().size(); i++) {
      FileEntry file = info.files().get(i);
      boolean linked = ofTheLink == null || ofTheLink.get(i);
      chosen.set(i, linked && (file.padding() || wanted.test(file.name())));
    }
    return chosen.cardinality() == info.files().size() ? null : chosen;
  }
}
