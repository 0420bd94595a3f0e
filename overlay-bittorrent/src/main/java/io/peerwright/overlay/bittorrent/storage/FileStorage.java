package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The content in files. One that is not complete is called {@code NAME.part}; it gets its own name
 * when all its pieces have been verified, never in the place of another file.
 */
public final class FileStorage implements PieceStorage {

  private static final int ZERO_BYTES = 1 << 20;

  private final Info info;
  private final Layout layout;
  private final FileHandles handles;
  private final Path log;
  private final boolean preallocate;
  private @Nullable ResumeLog resume;

  /** Files that have their final name. */
  private final BitSet whole = new BitSet();

  /** Files that have been written to, so that they are made as long as they will be once. */
  private final BitSet touched = new BitSet();

  /**
   * The content below a folder.
   *
   * @param name of the file or the folder; null takes the torrent's own
   * @param preallocate fills a file with zeros when its first piece comes, so that the disk cannot
   *     become full later; else files are sparse
   */
  public FileStorage(Info info, Path directory, @Nullable String name, boolean preallocate) {
    this.info = info;
    this.layout = new Layout(info, directory, name);
    this.handles = new FileHandles(layout);
    this.log = directory.toAbsolutePath().resolve("." + info.hash() + ".pieces");
    this.preallocate = preallocate;
  }

  /** Where the content is to be found in the end: the file, or the folder of the files. */
  public static Path target(Info info, Path directory, @Nullable String name) {
    Path first = new Layout(info, directory, name).path(0);
    if (!info.isMultiFile()) {
      return first;
    }
    for (int i = 0; i < info.files().get(0).path().size(); i++) {
      first = first.getParent();
    }
    return first;
  }

  @Override
  public Found find() throws IOException {
    boolean anyFile = false;
    for (int i = 0; i < layout.files() && !anyFile; i++) {
      anyFile = handles.existing(i) != null;
    }
    if (!anyFile) {
      return new Found(new BitSet(), true);
    }
    if (!Files.exists(log)) {
      // Files that somebody else has put here: any piece may be in them.
      BitSet all = new BitSet();
      all.set(0, info.pieces());
      return new Found(all, false);
    }
    ResumeLog.Content content = ResumeLog.read(log, info.hash(), info.pieces());
    return new Found(content.pieces(), content.seal() != 0 && content.seal() == state());
  }

  @Override
  public void distrust() throws IOException {
    Files.deleteIfExists(log);
  }

  /** A number that changes when a file does, never 0. */
  private long state() throws IOException {
    long state = 1;
    for (int i = 0; i < layout.files(); i++) {
      Path path = layout.file(i).padding() ? null : handles.existing(i);
      long one = 7;
      if (path != null) {
        one = 31 * Files.size(path) + Files.getLastModifiedTime(path).toMillis();
      }
      state = (state ^ one) * 0x9e37_79b9_7f4a_7c15L;
      state ^= state >>> 29;
    }
    return state == 0 ? 1 : state;
  }

  @Override
  public void write(long offset, ByteBuffer source) throws IOException {
    int end = source.limit();
    int file = layout.fileAt(offset);
    long at = offset;
    try {
      while (source.hasRemaining()) {
        FileEntry entry = layout.file(file);
        int count = (int) Math.min(end - source.position(), entry.end() - at);
        if (count > 0) {
          source.limit(source.position() + count);
          if (entry.padding()) {
            source.position(source.limit());
          } else {
            write(file, at - entry.offset(), source);
          }
          source.limit(end);
          at += count;
        }
        file++;
      }
    } finally {
      source.limit(end);
    }
  }

  private void write(int file, long at, ByteBuffer source) throws IOException {
    FileHandles.Handle handle = handles.openToWrite(file);
    try {
      if (preallocate) {
        fill(file, handle.channel);
      }
      long position = at;
      while (source.hasRemaining()) {
        position += handle.channel.write(source, position);
      }
    } finally {
      handles.release(handle);
    }
  }

  private void fill(int file, FileChannel channel) throws IOException {
    synchronized (touched) {
      if (touched.get(file)) {
        return;
      }
      touched.set(file);
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZERO_BYTES);
      long length = layout.file(file).length();
      for (long at = channel.size(); at < length; ) {
        zeros.clear().limit((int) Math.min(ZERO_BYTES, length - at));
        at += channel.write(zeros, at);
      }
    }
  }

  @Override
  public boolean read(long offset, ByteBuffer target) throws IOException {
    int end = target.limit();
    int file = layout.fileAt(offset);
    long at = offset;
    try {
      while (target.hasRemaining()) {
        FileEntry entry = layout.file(file);
        int count = (int) Math.min(end - target.position(), entry.end() - at);
        if (count > 0) {
          target.limit(target.position() + count);
          if (!(entry.padding() ? zeros(target) : read(file, at - entry.offset(), target))) {
            return false;
          }
          target.limit(end);
          at += count;
        }
        file++;
      }
      return true;
    } finally {
      target.limit(end);
    }
  }

  private static boolean zeros(ByteBuffer target) {
    while (target.hasRemaining()) {
      target.put((byte) 0);
    }
    return true;
  }

  private boolean read(int file, long at, ByteBuffer target) throws IOException {
    FileHandles.Handle handle = handles.openToRead(file);
    if (handle == null) {
      return false;
    }
    try {
      long position = at;
      while (target.hasRemaining()) {
        int count = handle.channel.read(target, position);
        if (count < 0) {
          return false;
        }
        position += count;
      }
      return true;
    } finally {
      handles.release(handle);
    }
  }

  @Override
  public synchronized void checked(BitSet present) throws IOException {
    for (int i = 0; i < layout.files(); i++) {
      Path path = layout.path(i);
      FileEntry entry = layout.file(i);
      if (entry.padding() || !Files.isRegularFile(path)) {
        continue;
      }
      boolean complete = isComplete(i, present) && Files.size(path) == entry.length();
      if (complete) {
        whole.set(i);
      } else if (present.get(layout.firstPiece(i), layout.endPiece(i)).isEmpty()) {
        handles.rename(i, path, aside(path));
      } else {
        handles.rename(i, path, layout.part(i, 1));
      }
    }
    resume = ResumeLog.start(log, info.hash(), present);
    finish(0, layout.files(), present);
  }

  private static Path aside(Path path) throws IOException {
    for (int i = 1; i < 1000; i++) {
      Path aside = path.resolveSibling(path.getFileName() + ".old-" + i);
      if (!Files.exists(aside)) {
        return aside;
      }
    }
    throw new FileAlreadyExistsException(path + ".old-1 to .old-999");
  }

  private boolean isComplete(int file, BitSet present) {
    int end = layout.endPiece(file);
    return present.nextClearBit(layout.firstPiece(file)) >= end;
  }

  @Override
  public synchronized void verified(int[] added, BitSet present) throws IOException {
    ResumeLog noting = resume;
    if (noting == null) {
      throw new IllegalStateException("what was here has not been checked yet");
    }
    noting.add(added);
    for (int piece : added) {
      int from = layout.fileAt(info.offset(piece));
      int last = layout.fileAt(info.offset(piece) + info.pieceLength(piece) - 1);
      finish(from, last + 1, present);
    }
  }

  private void finish(int from, int to, BitSet present) throws IOException {
    for (int i = whole.nextClearBit(from); i < to; i = whole.nextClearBit(i + 1)) {
      if (layout.file(i).padding()) {
        whole.set(i);
      } else if (isComplete(i, present)) {
        Path part = layout.part(i, 1);
        if (layout.file(i).length() == 0) {
          createEmpty(layout.path(i));
        } else if (Files.isRegularFile(part)) {
          cut(part, layout.file(i).length());
          handles.rename(i, part, layout.path(i));
        }
        whole.set(i);
      }
    }
  }

  /** What another program has left may be longer than it should be. */
  private static void cut(Path part, long length) throws IOException {
    if (Files.size(part) > length) {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
    }
  }

  private static void createEmpty(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    if (!Files.exists(path)) {
      Files.createFile(path);
    }
  }

  @Override
  public synchronized void sync() throws IOException {
    if (resume != null) {
      handles.force();
      resume.seal(state());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    handles.close();
    if (resume != null) {
      resume.close();
    }
  }
}
