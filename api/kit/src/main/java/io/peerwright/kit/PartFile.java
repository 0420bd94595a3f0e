package io.peerwright.kit;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Urn;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A download's file while it is not complete: {@code NAME.part}, with what is in it noted in {@code
 * NAME.part.state}.
 *
 * <p>All methods block, so they are called in {@link io.peerwright.api.Loop#offload}, one at a
 * time. A kill at any moment loses at most what was written since the last {@link #sync}. The
 * target appears under its own name only by {@link #finish}, and never in the place of another
 * file.
 */
public final class PartFile implements Closeable {

  private static final int READ_BYTES = 1 << 17;

  private final Path target;
  private final Path part;
  private final Path stateFile;
  private final long size;
  private final String identity;
  private final FileChannel channel;
  private final Ranges present;

  private PartFile(Path target, long size, String identity, FileChannel channel, Ranges present) {
    this.target = target;
    this.part = partOf(target);
    this.stateFile = stateOf(target);
    this.size = size;
    this.identity = identity;
    this.channel = channel;
    this.present = present;
  }

  /**
   * Opens the part file of {@code target}, or makes one together with its folder. What is there
   * counts if it was synced and is of the same content; a part file of anything else is renamed,
   * not lost.
   *
   * @param size of the whole content, in bytes
   * @param identity one line that is the same for the same content only, such as its URN
   * @throws OverlayException {@link Reason#REFUSED} if another download holds it
   */
  public static PartFile open(Path target, long size, String identity) throws IOException {
    Path part = partOf(target);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel = openLocked(part);
    try {
      PartState state = PartState.load(stateOf(target));
      boolean known = state != null && state.size() == size && state.identity().equals(identity);
      if (!known && channel.size() > 0) {
        // While it is locked, so that it is never one that another download is writing.
        setAside(part);
        channel.close();
        channel = openLocked(part);
      }
      Ranges present = known ? state.present().below(channel.size()) : new Ranges();
      if (!known) {
        // So that what a kill before the first sync leaves is not taken for another content.
        new PartState(size, identity, present).store(stateOf(target));
      }
      return new PartFile(target, size, identity, channel, present);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The name that a download to {@code target} has while it is not complete. */
  public static Path partOf(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private static Path stateOf(Path target) {
    return target.resolveSibling(target.getFileName() + ".part.state");
  }

  /** True for the files that belong to a download under way, which nobody should share. */
  public static boolean isPart(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".part") || name.endsWith(".part.state") || name.contains(".part.old-");
  }

  private static void setAside(Path part) throws IOException {
    for (int i = 1; ; i++) {
      Path aside = part.resolveSibling(part.getFileName() + ".old-" + i);
      try {
        Files.move(part, aside);
        return;
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
  }

  private static FileChannel openLocked(Path part) throws IOException {
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, part);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path part) throws IOException {
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      throw new OverlayException(
          Reason.REFUSED, part + " is being written by another download; wait for it or cancel it");
    }
  }

  /** The size of the whole content, in bytes. */
  public long size() {
    return size;
  }

  /** How many bytes are here. */
  public synchronized long bytesDone() {
    return present.total();
  }

  /** The first position from {@code from} on that is not here; the size if all is. */
  public synchronized long firstMissing(long from) {
    return Math.min(size, present.endOf(from));
  }

  /**
   * Writes at a position. After an exception nothing of the buffer counts, and all that counted
   * before still does.
   *
   * @throws OverlayException {@link Reason#FAILED} if the disk is full or broken
   */
  public synchronized void write(long position, ByteBuffer bytes) throws IOException {
    if (position < 0 || bytes.remaining() > size - position) {
      throw new IllegalArgumentException(
          bytes.remaining() + " bytes at " + position + " do not fit into " + size);
    }
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      releaseUncounted();
      throw failure("cannot write to " + part, e);
    }
    present.add(position, at);
  }

  /** On a full disk the rest of a failed write may take the last room that the state needs. */
  private void releaseUncounted() {
    try {
      channel.truncate(present.end());
    } catch (IOException e) {
      // The write has failed already, and that is what is reported.
    }
  }

  /** Makes what is here survive a kill or a power loss. */
  public synchronized void sync() throws IOException {
    try {
      channel.force(false);
      new PartState(size, identity, present).store(stateFile);
    } catch (IOException e) {
      throw failure("cannot note the progress of " + part, e);
    }
  }

  /**
   * Reads what is here at a position, as far as it is here.
   *
   * @return the number of bytes, 0 if that position is missing, -1 at the end
   */
  public synchronized int read(long position, ByteBuffer into) throws IOException {
    if (position >= size) {
      return -1;
    }
    long here = present.endOf(position) - position;
    if (here == 0) {
      return 0;
    }
    ByteBuffer window = into.slice();
    window.limit((int) Math.min(window.limit(), here));
    int count = channel.read(window, position);
    into.position(into.position() + Math.max(0, count));
    return count;
  }

  /**
   * Computes the names of the content in one pass over the file.
   *
   * @param kinds those that are wanted
   */
  public synchronized List<Urn> digest(Collection<ContentDigest.Kind> kinds) throws IOException {
    List<ContentDigest> running = new ArrayList<>();
    kinds.forEach(kind -> running.add(kind.start()));
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, Math.max(1, size)));
    for (long at = 0; at < size; at += buffer.limit()) {
      buffer.clear();
      if (channel.read(buffer, at) < 1) {
        throw new IOException(part + " ends at " + at + " instead of " + size);
      }
      buffer.flip();
      running.forEach(digest -> digest.update(buffer.rewind()));
    }
    return running.stream().map(ContentDigest::finish).toList();
  }

  /**
   * Gives the complete file its final name and closes it. If a file of that name and the same
   * content is there already, that one stays.
   *
   * @throws OverlayException {@link Reason#REFUSED} if another file has the name; the part file
   *     stays then
   * @throws IllegalStateException if bytes are missing
   */
  public synchronized void finish() throws IOException {
    if (firstMissing(0) < size) {
      throw new IllegalStateException("only " + bytesDone() + " of " + size + " bytes are here");
    }
    channel.force(true);
    channel.close();
    try {
      Files.move(part, target);
    } catch (FileAlreadyExistsException e) {
      if (Files.mismatch(part, target) >= 0) {
        throw new OverlayException(
            Reason.REFUSED,
            target + " is there already and is another file; the download is complete in " + part,
            e);
      }
      Files.delete(part);
    }
    Files.deleteIfExists(stateFile);
  }

  /** Closes it and renames what is here, so that the next download starts anew. */
  public synchronized Path reject() throws IOException {
    channel.close();
    Files.deleteIfExists(stateFile);
    Path aside = part.resolveSibling(part.getFileName() + ".old-corrupt");
    Files.deleteIfExists(aside);
    Files.move(part, aside);
    return aside;
  }

  /** Syncs and closes the files, and removes them if nothing is in them. */
  @Override
  public synchronized void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      if (bytesDone() > 0) {
        sync();
        return;
      }
    }
    Files.deleteIfExists(part);
    Files.deleteIfExists(stateFile);
  }

  private OverlayException failure(String what, @Nullable IOException cause) {
    String why = cause == null || cause.getMessage() == null ? "I/O error" : cause.getMessage();
    return new OverlayException(
        Reason.FAILED,
        what
            + ": "
            + why
            + "; make room or mend the disk and fetch again, "
            + bytesDone()
            + " of "
            + size
            + " bytes are kept",
        cause);
  }
}
