package io.peerwright.kit;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Streams a range of a file into a link: one block is read from the disk while the one before it
 * leaves. The link's back-pressure stops the reading. Used on the loop only.
 */
public final class FileSender {

  private static final int BLOCK = 1 << 17;
  private static final long MODELLED_NANOS = 100_000;
  private static final long MODELLED_NANOS_PER_BYTE = 2;

  /** Hears how it goes; on the loop. */
  public interface Listener {

    /** The link took {@code bytes} more. */
    void onSent(int bytes);

    /** The link took everything. Once and last. */
    void onComplete();

    /** The file could not be read, or is shorter than it was said to be. Once and last. */
    void onFailed(Throwable cause);
  }

  private final Loop loop;
  private final Link link;
  private final Path file;
  private final long end;
  private final Listener listener;
  private long readPosition;
  private @Nullable FileChannel channel;
  private @Nullable ByteBuffer leaving;
  private @Nullable ByteBuffer ready;
  private @Nullable ByteBuffer spare;
  private boolean reading;
  private boolean over;

  /**
   * Sends the bytes from {@code from} to before {@code end} as soon as {@link #start} is called.
   */
  public FileSender(Loop loop, Link link, Path file, long from, long end, Listener listener) {
    this.loop = loop;
    this.link = link;
    this.file = file;
    this.readPosition = from;
    this.end = end;
    this.listener = listener;
  }

  /** Begins; call it once. */
  public void start() {
    if (readPosition >= end) {
      loop.execute(this::completeEmpty);
    } else {
      read();
    }
  }

  private void completeEmpty() {
    if (!over) {
      over = true;
      listener.onComplete();
    }
  }

  /** To be called when the link is writable again. */
  public void onWritable() {
    pump();
  }

  /** Ends it without a call to the listener. */
  public void cancel() {
    over = true;
    release();
  }

  private void read() {
    if (reading || over || ready != null || readPosition >= end) {
      return;
    }
    reading = true;
    long at = readPosition;
    int count = (int) Math.min(BLOCK, end - at);
    ByteBuffer block = spare != null && spare.capacity() >= count ? spare : null;
    spare = null;
    readPosition += count;
    FileChannel open = channel;
    loop.offload(
        () -> fill(open, block == null ? ByteBuffer.allocate(count) : block, at, count),
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * count,
        this::onRead);
  }

  private record Filled(FileChannel channel, ByteBuffer bytes) {}

  private Filled fill(@Nullable FileChannel open, ByteBuffer into, long at, int count)
      throws IOException {
    FileChannel source = open == null ? FileChannel.open(file, StandardOpenOption.READ) : open;
    try {
      into.clear().limit(count);
      while (into.hasRemaining()) {
        if (source.read(into, at + into.position()) < 0) {
          throw new OverlayException(
              Reason.FAILED, file + " ends at " + source.size() + ", it was shared with " + end);
        }
      }
      return new Filled(source, into.flip());
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private void onRead(@Nullable Filled block, @Nullable Throwable failure) {
    reading = false;
    if (block != null) {
      channel = block.channel;
      ready = block.bytes;
    }
    if (over) {
      release();
    } else if (failure != null) {
      over = true;
      channel = null;
      listener.onFailed(failure);
    } else {
      pump();
    }
  }

  private void pump() {
    while (!over) {
      if (leaving == null) {
        leaving = ready;
        ready = null;
        read();
      }
      ByteBuffer block = leaving;
      if (block == null) {
        return;
      }
      int taken = link.write(block);
      if (taken > 0) {
        listener.onSent(taken);
      }
      if (block.hasRemaining()) {
        return;
      }
      spare = block;
      leaving = null;
      if (readPosition >= end && ready == null && !reading) {
        over = true;
        release();
        listener.onComplete();
      }
    }
  }

  private void release() {
    leaving = null;
    ready = null;
    spare = null;
    FileChannel open = channel;
    if (open != null && !reading) {
      channel = null;
      loop.offload(
          () -> {
            open.close();
            return true;
          },
          MODELLED_NANOS,
          (closed, failure) -> {});
    }
  }
}
