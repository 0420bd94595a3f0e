package io.peerwright.kit.files;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file or a folder for one user: against other processes, and against others in this one. A
 * process that ends in any way lets go of it.
 *
 * <p>Locks of a system belong to a whole process, and closing any channel of a file lets go of
 * them; so within the process a table decides, before the file is opened. A disk in memory has to
 * know of its locks itself. All methods block.
 */
public final class PathLock implements Closeable {

  /** Beyond what is ever read or written, for some systems keep others from a locked range. */
  private static final long LOCKED_AT = Long.MAX_VALUE - 1;

  private static final int MOST_OWNER_BYTES = 400;
  private static final int TRIES = 5;

  /** What the file of a folder lock says once it is about to be deleted. */
  private static final String RELEASED = "released";

  /** The channels that lock something on a real disk, by the path of the file. */
  private static final Map<Path, FileChannel> HELD = new HashMap<>();

  private final Path key;
  private final @Nullable Path note;
  private final FileChannel channel;

  private PathLock(Path key, @Nullable Path note, FileChannel channel) {
    this.key = key;
    this.note = note;
    this.channel = channel;
  }

  /**
   * Opens a file and locks it for as long as the channel is open; makes it if it is missing.
   *
   * @param what the file is, for the message of the error: "the part file of x"
   * @throws OverlayException {@link Reason#REFUSED} if somebody else has it
   */
  public static PathLock ofFile(Path file, String what) throws IOException {
    Path key = keyOf(file);
    return new PathLock(key, null, lock(key, file, what, false));
  }

  /**
   * Locks a folder, or whatever else the lock file stands for; the folder that the lock file is in
   * has to be there. The file is gone when the lock is closed.
   *
   * @param lockFile of our own; a file of that name that a kill has left is taken over
   * @param what is locked, for the message of the error: "the torrent x in folder y"
   * @param owner who locks it, told to others: "torrent get"
   * @throws OverlayException {@link Reason#REFUSED} if somebody else has it; the message says who
   */
  public static PathLock by(Path lockFile, String what, String owner) throws IOException {
    Path key = keyOf(lockFile);
    for (int i = 0; ; i++) {
      FileChannel channel = lock(key, lockFile, what, true);
      // Another process may have deleted the file after it was opened here.
      if (i >= TRIES || !read(channel).equals(RELEASED)) {
        tell(channel, "process " + ProcessHandle.current().pid() + " (" + owner + ")");
        return new PathLock(key, lockFile, channel);
      }
      channel.close();
    }
  }

  private static FileChannel lock(Path key, Path file, String what, boolean saysWho)
      throws IOException {
    synchronized (HELD) {
      FileChannel held = HELD.get(key);
      if (held != null && held.isOpen()) {
        throw refused(what, "another user in this process");
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (!tryLock(channel)) {
          throw refused(what, saysWho ? ownerIn(channel) : "another process");
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      if (key.getFileSystem().equals(FileSystems.getDefault())) {
        HELD.put(key, channel);
      }
      return channel;
    }
  }

  private static boolean tryLock(FileChannel channel) {
    try {
      return channel.tryLock(LOCKED_AT, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException noLocks) {
      // Some network file systems have none; the table of this process still counts.
      return true;
    }
  }

  private static OverlayException refused(String what, String owner) {
    return new OverlayException(
        Reason.REFUSED, what + " is in use by " + owner + "; wait for it or end it");
  }

  private static Path keyOf(Path file) throws IOException {
    Path folder = DurableFiles.folderOf(file);
    try {
      return folder.toRealPath().resolve(file.getFileName());
    } catch (NoSuchFileException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_OWNER_BYTES);
    channel.read(bytes, 0);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static String ownerIn(FileChannel channel) throws IOException {
    String owner = read(channel);
    return owner.isEmpty() ? "another user" : owner;
  }

  /** The lock counts without it, as when the disk is full. */
  private static void tell(FileChannel channel, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, MOST_OWNER_BYTES);
    try {
      // In this order it takes no more of the disk than before.
      channel.write(ByteBuffer.wrap(bytes, 0, length), 0);
      channel.truncate(length);
    } catch (IOException full) {
      // Others are told less.
    }
  }

  /** The open file, to read and to write. Closing it lets go of the lock. */
  public FileChannel channel() {
    return channel;
  }

  /** Lets go; a lock file is deleted, any other file stays. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!channel.isOpen()) {
        return;
      }
      try (channel) {
        if (note != null) {
          tell(channel, RELEASED);
          Files.deleteIfExists(note);
        }
      } finally {
        HELD.remove(key, channel);
      }
    }
  }
}
