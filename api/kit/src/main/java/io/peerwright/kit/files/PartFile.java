package io.peerwright.kit.files;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download's file while it is not complete: {@code NAME.part}, with what is in it noted in {@code
 * NAME.part.state}. Where a file of another content or of somebody else has that name, {@code
 * NAME.part-2} and so on.
 *
 * <p>All methods block, so they are called in {@link io.peerwright.api.Loop#offload}, one at a
 * time. A kill or a loss of power at any moment loses at most what was written since the last
 * {@link #sync}. The target appears under its own name only by {@link #finish}, and never in the
 * place of another file.
 */
public final class PartFile implements Closeable {

  private static final int READ_BYTES = 1 << 17;
  private static final Pattern PARTS =
      Pattern.compile(
          ".*\\.part(-[2-9])?(\\.state(\\.new)?|\\.old-.*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** How many unfinished files of one name are kept beside each other. */
  private static final int MOST_PARTS = 9;

  private final Path target;
  private final Path part;
  private final Path stateFile;
  private final long size;
  private final String identity;
  private final PathLock lock;
  private final FileChannel channel;
  private final Ranges present;

  private PartFile(
      Path target, int number, long size, String identity, PathLock lock, Ranges present) {
    this.target = target;
    this.part = partOf(target, number);
    this.stateFile = stateOf(target, number);
    this.size = size;
    this.identity = identity;
    this.lock = lock;
    this.channel = lock.channel();
    this.present = present;
  }

  /**
   * Opens the part file of {@code target}, or makes one together with its folder. What is there
   * counts if it was synced and is of the same content; a part file of anything else stays as it
   * is.
   *
   * @param size of the whole content, in bytes
   * @param identity one line that is the same for the same content only, such as its URN
   * @throws OverlayException {@link Reason#REFUSED} if another download holds it, {@link
   *     Reason#FAILED} if the disk does not let us
   */
  public static PartFile open(Path target, long size, String identity) throws IOException {
    try {
      return openAny(target, size, identity);
    } catch (OverlayException e) {
      throw e;
    } catch (IOException e) {
      throw new OverlayException(
          Reason.FAILED,
          "cannot begin "
              + partOf(target)
              + ": "
              + DiskErrors.describe(e)
              + "; mend that, or choose another folder",
          e);
    }
  }

  private static PartFile openAny(Path target, long size, String identity) throws IOException {
    DurableFiles.createFolders(DurableFiles.folderOf(target));
    int free = 0;
    for (int number = MOST_PARTS; number > 0; number--) {
      if (isFree(target, number)) {
        free = number;
      } else {
        PartState state = PartState.load(stateOf(target, number));
        if (state != null) {
          PartFile found = openKnown(target, number, size, identity);
          if (found != null) {
            return found;
          }
        }
      }
    }
    if (free == 0) {
      throw new OverlayException(
          Reason.REFUSED,
          partOf(target)
              + " and "
              + (MOST_PARTS - 1)
              + " more are of other contents; finish or delete one of them");
    }
    return openNew(target, free, size, identity);
  }

  /** Whether a part may be made under that name: nothing is there that could be lost. */
  private static boolean isFree(Path target, int number) throws IOException {
    Path part = partOf(target, number);
    if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    boolean ours = Files.exists(stateOf(target, number));
    if (ours && Files.isRegularFile(target) && Files.isSameFile(part, target)) {
      // A kill has come between the two names of a file that was complete.
      Files.delete(part);
      DurableFiles.forceFolder(DurableFiles.folderOf(target));
      PartState.delete(stateOf(target, number));
      return true;
    }
    return !ours && Files.isRegularFile(part) && Files.size(part) == 0;
  }

  /** One that was begun before; null if it is of another content. */
  private static @Nullable PartFile openKnown(Path target, int number, long size, String identity)
      throws IOException {
    PathLock lock = PathLock.ofFile(partOf(target, number), "the part file of " + target);
    try {
      PartState state = PartState.load(stateOf(target, number));
      if (state == null || state.size() != size || !state.identity().equals(identity)) {
        lock.close();
        return null;
      }
      Ranges present = state.present().below(lock.channel().size());
      return new PartFile(target, number, size, identity, lock, present);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static PartFile openNew(Path target, int number, long size, String identity)
      throws IOException {
    Path part = partOf(target, number);
    PathLock lock = PathLock.ofFile(part, "the part file of " + target);
    try {
      Ranges nothing = new Ranges();
      // So that what a kill before the first sync leaves is not taken for another content.
      new PartState(size, identity, nothing).store(stateOf(target, number));
      return new PartFile(target, number, size, identity, lock, nothing);
    } catch (IOException | RuntimeException e) {
      try (lock) {
        Files.deleteIfExists(part);
      }
      throw e;
    }
  }

  /** The name that a download to {@code target} has while it is not complete, as a rule. */
  public static Path partOf(Path target) {
    return partOf(target, 1);
  }

  private static Path partOf(Path target, int number) {
    return DurableFiles.sibling(target, suffix(number));
  }

  private static Path stateOf(Path target, int number) {
    return DurableFiles.sibling(target, suffix(number) + ".state");
  }

  private static String suffix(int number) {
    return number == 1 ? ".part" : ".part-" + number;
  }

  /** True for the files that belong to a download under way, which nobody should share. */
  public static boolean isPart(Path file) {
    return PARTS.matcher(file.getFileName().toString()).matches();
  }

  /** The size of the whole content, in bytes. */
  public long size() {
    return size;
  }

  /** Where they are. */
  public Path path() {
    return part;
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

  /** Which bytes are here, as of now. */
  public synchronized Ranges present() {
    return new Ranges(present);
  }

  /** Lets what is here from a position up to another not count any more. */
  public synchronized void forget(long from, long to) throws IOException {
    present.remove(from, to);
    sync();
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
   * content is there already, that one stays; anything else is set aside.
   *
   * @return where what was in the way is now; null if nothing was
   * @throws IllegalStateException if bytes are missing
   */
  public synchronized @Nullable Path finish() throws IOException {
    if (firstMissing(0) < size) {
      throw new IllegalStateException("only " + bytesDone() + " of " + size + " bytes are here");
    }
    Path aside;
    try (lock) {
      channel.force(true);
      aside = DurableFiles.publishSettingAside(part, target);
    } catch (IOException e) {
      throw failure("the download is complete in " + part + " but cannot be named " + target, e);
    }
    // The state goes last, for without it a part file that comes back belongs to nobody.
    DurableFiles.forceFolder(DurableFiles.folderOf(target));
    PartState.delete(stateFile);
    DurableFiles.forceFolder(DurableFiles.folderOf(target));
    return aside;
  }

  /** Closes it and renames what is here, so that the next download starts anew. */
  public synchronized Path reject() throws IOException {
    try (lock) {
      Path aside = DurableFiles.sibling(part, ".old-corrupt");
      Files.move(part, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PartState.delete(stateFile);
      return aside;
    }
  }

  /** Syncs and closes the files, and removes them if nothing is in them. */
  @Override
  public synchronized void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (lock) {
      if (bytesDone() > 0) {
        sync();
        return;
      }
      Files.deleteIfExists(part);
      PartState.delete(stateFile);
    }
  }

  private OverlayException failure(String what, IOException cause) {
    return new OverlayException(
        Reason.FAILED,
        what
            + ": "
            + DiskErrors.describe(cause)
            + "; make room or mend the disk and fetch again, "
            + bytesDone()
            + " of "
            + size
            + " bytes are kept",
        cause);
  }
}
