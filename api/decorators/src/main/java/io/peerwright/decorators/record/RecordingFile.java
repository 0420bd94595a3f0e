package io.peerwright.decorators.record;

import io.peerwright.api.Loop;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows behind the loop's back. What can go wrong (a full disk, one that is too slow)
 * ends the recording with a word in the log, and nothing else.
 *
 * <p>The file is open only while something is written, so there is nothing to close when the host
 * is; and a worker writes all that is there, so that the last bytes need no loop.
 */
final class RecordingFile {

  private static final Logger LOG = System.getLogger(RecordingFile.class.getName());

  private static final int MOST_WAITING_BYTES = 8 << 20;
  private static final long MODELLED_NANOS = 100_000;

  private final Loop loop;
  private final Path path;
  private final long maxBytes;

  /** Guarded by this, as is all below; written by the loop, read by a worker. */
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private int waitingBytes;
  private long bytes;
  private boolean begun;
  private boolean writing;
  private boolean over;

  RecordingFile(Loop loop, Path path, long maxBytes) {
    this.loop = loop;
    this.path = path;
    this.maxBytes = maxBytes;
  }

  /** Writes a block soon. On the loop. */
  void append(byte[] block) {
    if (add(block)) {
      loop.offload(this::drain, MODELLED_NANOS, (nothing, thrown) -> {});
    }
  }

  /** True if a worker has to be sent. */
  private synchronized boolean add(byte[] block) {
    if (over) {
      return false;
    }
    if (bytes + block.length > maxBytes) {
      end(Level.INFO, "it has reached maxFileBytes, " + maxBytes, null);
      return false;
    }
    if (waitingBytes + block.length > MOST_WAITING_BYTES) {
      end(Level.ERROR, "the disk is too slow, " + waitingBytes + " bytes wait for it", null);
      return false;
    }
    waiting.add(block);
    waitingBytes += block.length;
    bytes += block.length;
    boolean idle = !writing;
    writing = true;
    return idle;
  }

  /** No more is recorded; what waits is still written if it can be. */
  private void end(Level level, String why, @Nullable Throwable thrown) {
    over = true;
    LOG.log(level, "The recording to " + path + " ends: " + why, thrown);
  }

  private @Nullable Void drain() {
    try (FileChannel channel = open()) {
      for (ByteBuffer next = take(); next != null; next = take()) {
        while (next.hasRemaining()) {
          channel.write(next);
        }
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
    return null;
  }

  private FileChannel open() throws IOException {
    OpenOption how = StandardOpenOption.APPEND;
    if (!begun) {
      begun = true;
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.deleteIfExists(path);
      how = StandardOpenOption.CREATE_NEW;
    }
    return FileChannel.open(path, StandardOpenOption.WRITE, how);
  }

  private synchronized @Nullable ByteBuffer take() {
    byte[] next = waiting.poll();
    if (next == null) {
      writing = false;
      return null;
    }
    waitingBytes -= next.length;
    return ByteBuffer.wrap(next);
  }

  private synchronized void fail(Exception thrown) {
    waiting.clear();
    end(Level.ERROR, "it cannot be written", thrown);
  }
}
