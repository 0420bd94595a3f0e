package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One step on a disk, in the order in which they were made. */
sealed interface Change {

  /** Something that can be done or undone without the possibility to fail but by a defect. */
  interface Step {
    void run() throws IOException;
  }

  /** Makes that step never have happened; what came later has been undone before. */
  void undo() throws IOException;

  /** It can be undone no more. */
  void settle() throws IOException;

  /**
   * Names were made, moved or taken away.
   *
   * @param names that it is about, absolute
   * @param makes whether something of that name has come into being
   */
  record Names(List<Path> names, boolean makes, Step undoing, Step settling) implements Change {

    @Override
    public void undo() throws IOException {
      undoing.run();
    }

    @Override
    public void settle() throws IOException {
      settling.run();
    }
  }

  /**
   * Bytes of a file were written, or cut off.
   *
   * @param to end of what was written or cut off
   * @param before the bytes that were there, as far as there were any
   * @param sizeBefore of the file
   */
  record Bytes(Dirty file, long from, long to, ByteBuffer before, long sizeBefore)
      implements Change {

    @Override
    public void undo() throws IOException {
      undo(block -> true);
      file.truncate(sizeBefore);
    }

    /** Undoes it in some blocks of the file only, by their numbers; not the size. */
    void undo(LongPredicate blocks) throws IOException {
      long block = from / Dirty.BLOCK;
      for (long at = from; at < to; block++) {
        long end = Math.min(to, (block + 1) * Dirty.BLOCK);
        if (blocks.test(block)) {
          file.restore(at, end, from, before);
        }
        at = end;
      }
    }

    @Override
    public void settle() throws IOException {
      file.release();
    }
  }

  /** The bytes of a file were forced, or the names in a folder. */
  record Forced(@Nullable Object file, @Nullable Path folder) implements Change {

    @Override
    public void undo() {}

    @Override
    public void settle() {}

    boolean covers(Change earlier) {
      if (earlier instanceof Bytes bytes) {
        return bytes.file.key.equals(file);
      }
      return earlier instanceof Names names
          && names.names.stream().allMatch(name -> Objects.equals(name.getParent(), folder));
    }
  }

  /** A file with bytes that were not forced, open as long as there are any. */
  final class Dirty {

    static final int BLOCK = 4_096;

    final Object key;
    private final FileChannel channel;
    private final DiskClock clock;
    private int users;
    private long writtenMillis;

    Dirty(DiskClock clock, Object key, Path file) throws IOException {
      this.clock = clock;
      this.key = key;
      this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What is about to be written over or cut off. */
    Bytes change(long from, long to, long writtenAt) throws IOException {
      users++;
      writtenMillis = writtenAt;
      long size = channel.size();
      int there = (int) Math.max(0, Math.min(to, size) - from);
      ByteBuffer before = ByteBuffer.allocate(there);
      while (before.hasRemaining() && channel.read(before, from + before.position()) > 0) {
        continue;
      }
      return new Bytes(this, from, to, before.flip(), size);
    }

    long size() throws IOException {
      return channel.size();
    }

    /** As a file is dated by its last write, whatever of that is lost. */
    private void dated(Step step) throws IOException {
      clock.freeze(writtenMillis);
      try {
        step.run();
      } finally {
        clock.freeze(-1);
      }
    }

    void truncate(long size) throws IOException {
      if (size < channel.size()) {
        dated(() -> channel.truncate(size));
      }
    }

    private void restore(long from, long to, long start, ByteBuffer before) throws IOException {
      long size = channel.size();
      for (long at = from; at < to; ) {
        long index = at - start;
        boolean there = index < before.limit();
        long end = there ? Math.min(to, start + before.limit()) : Math.min(to, size);
        if (end <= at) {
          return;
        }
        ByteBuffer bytes =
            there
                ? before.slice((int) index, (int) (end - at))
                : ByteBuffer.allocate((int) (end - at));
        long position = at;
        dated(() -> channel.write(bytes, position));
        at = end;
      }
    }

    boolean isUsed() {
      return users > 0;
    }

    void release() throws IOException {
      if (--users == 0) {
        channel.close();
      }
    }
  }
}
