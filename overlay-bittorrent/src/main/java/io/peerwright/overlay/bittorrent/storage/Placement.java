package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the content of a torrent is found once it is complete. Looks at the disk: content that is
 * there under just the names of the torrent is found there, else names are made fit.
 *
 * @param target the file, or the folder of the files
 * @param files where each file is, in the order of the torrent
 */
public record Placement(Path target, List<Path> files) {

  /** Copies the list. */
  public Placement {
    files = List.copyOf(files);
  }

  /**
   * Below a folder.
   *
   * @param name of the file or the folder; null takes the torrent's own
   */
  public static Placement of(Info info, Path directory, @Nullable String name) {
    Layout layout = new Layout(info, directory, name);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < layout.files(); i++) {
      files.add(layout.path(i));
    }
    Path target = files.get(0);
    if (info.isMultiFile()) {
      target = layout.base().resolve(layout.base().relativize(target).getName(0));
    }
    return new Placement(target, files);
  }
}
