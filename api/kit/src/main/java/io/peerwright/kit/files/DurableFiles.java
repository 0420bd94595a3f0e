package io.peerwright.kit.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Steps on a disk that survive a kill and a loss of power, and never replace a file of somebody
 * else. All block.
 *
 * <p>A kill leaves what was done so far. A loss of power may in addition undo whatever was not
 * forced, in any order: the bytes of a file until {@link #force} or {@link FileChannel#force}, and
 * that a name was made, moved or deleted until {@link #forceFolder} of its folder. So what vouches
 * for something is written after that has been forced: content, then name, then folder, then note.
 * {@link #publish} and {@link #replace} are these orders; {@link #move} and {@link #setAside} are
 * single steps that are not forced.
 */
public final class DurableFiles {

  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  /** What {@link #replace} appends to the name of a note until it is written. */
  static final String FRESH = ".new";

  private static final int MOST_ASIDE = 10_000;

  private DurableFiles() {}

  /** Brings the bytes of a file to the disk. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw DiskErrors.at(file, e);
    }
  }

  /**
   * Brings to the disk what names are in a folder. Does nothing where the system has no such step,
   * or does not let us read the folder.
   */
  public static void forceFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (AccessDeniedException notReadable) {
      return;
    } catch (IOException e) {
      if (!WINDOWS && folder.getFileSystem().equals(FileSystems.getDefault())) {
        throw e;
      }
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }

  /** Makes a folder and those that it is in, as far as they are missing, and forces them. */
  public static void createFolders(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path path = folder.toAbsolutePath();
    while (path != null && !Files.isDirectory(path)) {
      missing.push(path);
      path = path.getParent();
    }
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException isFile) {
      throw new NotDirectoryException(isFile.getFile());
    }
    for (Path made : missing) {
      forceFolder(folderOf(made));
    }
  }

  /**
   * Gives a complete file its final name: forces its content, adds the name, forces the folder, and
   * takes the working name away. When it returns, a note may vouch for the file. A kill or a loss
   * of power before that leaves the working name, the final one, or both for the same file ({@link
   * Files#isSameFile}).
   *
   * @throws FileAlreadyExistsException if the final name is taken; nothing has changed then
   */
  public static void publish(Path working, Path target) throws IOException {
    force(working);
    link(working, target);
    forceFolder(folderOf(target));
    Files.deleteIfExists(working);
  }

  /**
   * As {@link #publish}, where the name may be taken: if what has it is the same content, that one
   * stays and the working name goes; anything else is {@link #setAside set aside}.
   *
   * @return where what was in the way is now; null if nothing was
   */
  public static @Nullable Path publishSettingAside(Path working, Path target) throws IOException {
    Path aside = null;
    while (true) {
      try {
        publish(working, target);
        return aside;
      } catch (FileAlreadyExistsException taken) {
        if (Files.isRegularFile(target) && Files.mismatch(working, target) < 0) {
          force(target);
          Files.deleteIfExists(working);
          return aside;
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          aside = setAside(target);
        }
      }
    }
  }

  /**
   * Moves a file or folder to a name that nothing has: if the name is taken, even at the same
   * instant, what has it stays. A file keeps its old name until it has the new one. Not forced.
   *
   * @throws FileAlreadyExistsException if something has that name; nothing has changed then
   */
  public static void move(Path from, Path to) throws IOException {
    link(from, to);
    Files.deleteIfExists(from);
  }

  /**
   * Adds a name; the old one stays if the file system knows hard links, else it is gone. Without
   * links an empty file or folder takes the name first, which fails if it is taken, and is then
   * replaced; a kill in between leaves the empty one.
   */
  private static void link(Path from, Path to) throws IOException {
    if (WINDOWS && !Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      // Never replaces there.
      Files.move(from, to);
      return;
    }
    if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createLink(to, from);
        return;
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException noLinks) {
        moveOntoPlaceholder(from, to, false);
        return;
      }
    }
    moveOntoPlaceholder(from, to, Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS));
  }

  private static void moveOntoPlaceholder(Path from, Path to, boolean folder) throws IOException {
    if (folder) {
      Files.createDirectory(to);
    } else {
      Files.createFile(to);
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }

  /**
   * Moves something that is in the way to {@code NAME.old-1}, or the next number that is free. Not
   * forced.
   *
   * @return where it is now
   */
  public static Path setAside(Path path) throws IOException {
    for (int i = 1; i <= MOST_ASIDE; i++) {
      Path aside = sibling(path, ".old-" + i);
      try {
        move(path, aside);
        return aside;
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
    throw new FileAlreadyExistsException(
        path + ".old-1 to .old-" + MOST_ASIDE + "; delete those that nobody needs");
  }

  /**
   * Writes a small file of our own, in the place of an older one of that name: after a kill or a
   * loss of power it is the old one or the new one, and when this returns it is the new one. What
   * the file vouches for has to be forced before. If it fails, as on a full disk, the old one is
   * there, and nothing beside it.
   */
  public static void replace(Path note, ByteBuffer content) throws IOException {
    Path fresh = sibling(note, FRESH);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw DiskErrors.at(note, e);
    }
    Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folderOf(note));
  }

  /** Another name in the same folder, as in {@link SafeNames#withSuffix}. */
  static Path sibling(Path path, String suffix) {
    return path.resolveSibling(SafeNames.withSuffix(path.getFileName().toString(), suffix));
  }

  /** The folder that a name is in. */
  static Path folderOf(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    return folder == null ? path.toAbsolutePath() : folder;
  }
}
