package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.SafeNames;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where each byte of the content lies: in which file, and where that is on the disk. No two files
 * of a content have one name, nor does a name for the time until a file is complete belong to
 * another file or folder of it: what the file system takes for the same counts as the same.
 */
final class Layout {

  private final Info info;
  private final Path base;
  private final boolean ignoresCase;
  private final List<Path> paths;

  /** The files and folders of the content as the file system tells them apart. */
  private final Set<String> taken = new HashSet<>();

  /** The last number that twins of a name have got. */
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * Places the content below a folder; names that are not safe there are changed.
   *
   * @param name of the file or the folder in the place of the torrent's own; null keeps that
   * @throws InvalidPathException if the system cannot write a name, as the locale may have it
   */
  Layout(Info info, Path directory, @Nullable String name) {
    this(info, directory, name, ignoresCase(directory.toAbsolutePath().normalize()));
  }

  /** The same below a folder of which it is known whether names differ in their case only. */
  Layout(Info info, Path directory, @Nullable String name, boolean ignoresCase) {
    this.info = info;
    this.base = directory.toAbsolutePath().normalize();
    this.ignoresCase = ignoresCase;
    List<List<String>> named = info.files().stream().map(file -> named(info, file, name)).toList();
    for (int i = 0; i < named.size(); i++) {
      if (!info.files().get(i).padding()) {
        takeFolders(place(named.get(i)));
      }
    }
    List<Path> found = new ArrayList<>(named.size());
    for (int i = 0; i < named.size(); i++) {
      Path path = place(named.get(i));
      if (!info.files().get(i).padding() && !taken.add(key(path))) {
        path = distinct(path);
        taken.add(key(path));
      }
      found.add(path);
    }
    paths = List.copyOf(found);
  }

  /** True if the file system takes names for the same that differ in their case only. */
  private static boolean ignoresCase(Path base) {
    for (Path path = base; path != null && path.getFileName() != null; path = path.getParent()) {
      String name = path.getFileName().toString();
      String upper = name.toUpperCase(Locale.ROOT);
      String other = upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
      if (!other.equals(name) && Files.exists(path)) {
        try {
          Path twin = path.resolveSibling(other);
          return Files.exists(twin) && Files.isSameFile(path, twin);
        } catch (IOException | InvalidPathException notKnown) {
          return true;
        }
      }
    }
    return true;
  }

  /** Equal for paths that are one file. */
  private String key(Path path) {
    return ignoresCase ? SafeNames.folded(path.toString()) : path.toString();
  }

  private void takeFolders(Path file) {
    for (Path folder = file.getParent();
        folder != null && !folder.equals(base) && taken.add(key(folder));
        folder = folder.getParent()) {}
  }

  /** The same name with a number before its extension; a hundred thousand twins cost no more. */
  private Path distinct(Path path) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    while (true) {
      int number = numbers.merge(key(path), 2, (last, first) -> last + 1);
      String numbered = name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
      Path candidate = path.resolveSibling(numbered);
      if (!taken.contains(key(candidate))) {
        return candidate;
      }
    }
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

  private Path place(List<String> names) {
    Path exact = exact(names);
    if (exact != null && Files.exists(exact)) {
      return exact;
    }
    Path safe = base;
    for (String name : names) {
      safe = SafeNames.child(safe, SafeNames.component(name, SafeNames.Rules.here()));
    }
    return safe;
  }

  /** The content as another program may have left it, under a name that is safe here only. */
  private @Nullable Path exact(List<String> names) {
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

  /** Where a file is once it is complete. */
  Path path(int file) {
    return paths.get(file);
  }

  /** The folder that the content is placed in; always there before any of it is written. */
  Path base() {
    return base;
  }

  /**
   * A name for a file that is not complete, which nothing of the content has.
   *
   * @param number from 1 on, for a file of somebody else may have the first
   */
  Path part(int file, int number) {
    int free = 0;
    for (int i = 1; ; i++) {
      String suffix = i == 1 ? ".part" : ".part-" + i;
      Path path = paths.get(file);
      Path part = path.resolveSibling(SafeNames.withSuffix(path.getFileName().toString(), suffix));
      if (!taken.contains(key(part)) && ++free == number) {
        return part;
      }
    }
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
