package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.SafeNames;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where each byte of the content lies: in which file, and where that is on the disk. */
final class Layout {

  private final Info info;
  private final List<Path> paths;

  /**
   * Places the content below a folder; names that are not safe everywhere are changed.
   *
   * @param name of the file or the folder in the place of the torrent's own; null keeps that
   */
  Layout(Info info, Path directory, @Nullable String name) {
    this.info = info;
    Path base = directory.toAbsolutePath().normalize();
    List<Path> found = new ArrayList<>(info.files().size());
    Set<Path> taken = new HashSet<>();
    for (FileEntry file : info.files()) {
      Path path = place(base, named(info, file, name));
      while (!file.padding() && !taken.add(path)) {
        path = path.resolveSibling("_" + path.getFileName());
      }
      found.add(path);
    }
    paths = List.copyOf(found);
  }

  private static List<String> named(Info info, FileEntry file, @Nullable String name) {
    List<String> path = new ArrayList<>();
    if (info.isMultiFile()) {
      path.add(name != null ? name : info.name());
      path.addAll(file.path());
    } else {
      path.add(name != null ? name : file.path().get(0));
    }
    return path;
  }

  private static Path place(Path base, List<String> names) {
    Path exact = exact(base, names);
    if (exact != null && Files.exists(exact)) {
      return exact;
    }
    Path safe = base;
    for (String name : names) {
      safe = safe.resolve(SafeNames.fileName(name));
    }
    return safe;
  }

  /** The content as another program may have left it, under a name that is safe here only. */
  private static @Nullable Path exact(Path base, List<String> names) {
    try {
      Path path = base;
      for (String name : names) {
        path = path.resolve(name);
      }
      return path.normalize().startsWith(base) ? path.normalize() : null;
    } catch (InvalidPathException notHere) {
      return null;
    }
  }

  int files() {
    return paths.size();
  }

  FileEntry file(int index) {
    return info.files().get(index);
  }

  Path path(int file) {
    return paths.get(file);
  }

  /** The name of a file that is not complete. */
  Path part(int file) {
    Path path = paths.get(file);
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /** The file that holds the byte at an offset; of several the last, so never an empty one. */
  int fileAt(long offset) {
    int low = 0;
    int high = info.files().size() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (info.files().get(middle).offset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  int firstPiece(int file) {
    return (int) (file(file).offset() / info.pieceLength());
  }

  /** One past the last piece that holds a part of a file. */
  int endPiece(int file) {
    FileEntry entry = file(file);
    return entry.length() == 0
        ? firstPiece(file)
        : (int) ((entry.end() - 1) / info.pieceLength()) + 1;
  }
}
