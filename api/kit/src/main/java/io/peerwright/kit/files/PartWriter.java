package io.peerwright.kit.files;

import io.peerwright.api.Loop;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes a stream into a {@link PartFile} off the loop, in blocks, so that a fast transfer does not
 * pay for a hop to the disk per read.
 *
 * <p>At most {@link #WINDOW} bytes wait here: the owner gives its link {@link #credit} at first and
 * then what {@link Listener#onStored} says. What came is on the disk and noted within about two
 * seconds, so that a kill costs no more. Used on the loop only.
 */
public final class PartWriter {

  /** The most bytes that wait for the disk. */
  public static final int WINDOW = 1 << 19;

  private static final int BLOCK = WINDOW / 2;
  private static final int FIRST_CAPACITY = 1 << 14;
  private static final long SYNC_BYTES = 1 << 23;
  private static final long SYNC_NANOS = 1_000_000_000L;
  private static final long MODELLED_NANOS = 200_000;
  private static final long MODELLED_NANOS_PER_BYTE = 4;

  /** Hears of the disk; on the loop. */
  public interface Listener {

    /** {@code bytes} more are on the disk; as many may be written on top. */
    void onStored(int bytes);

    /** All that was written before {@link PartWriter#flush} is on the disk and synced. */
    void onFlushed();

    /** The disk failed; nothing more is written and nothing else is called. */
    void onFailed(Throwable cause);
  }

  private final Loop loop;
  private final PartFile file;
  private final Listener listener;
  private long position;
  private byte[] filling = new byte[0];
  private int filled;
  private byte[] spare = new byte[0];
  private boolean storing;
  private boolean flushing;
  private boolean broken;
  private long unsynced;
  private long syncedAt;
  private long timer;

  /** A writer that starts at {@code position} of {@code file}, which it does not close. */
  public PartWriter(Loop loop, PartFile file, long position, Listener listener) {
    this.loop = loop;
    this.file = file;
    this.position = position;
    this.listener = listener;
    this.syncedAt = loop.nanoTime();
  }

  /** How many bytes may be written at first: the window, or all that is missing if that is less. */
  public int credit() {
    return (int) Math.min(WINDOW, file.size() - position);
  }

  /** Takes all of {@code data}, which is within the credit. */
  public void write(ByteBuffer data) {
    int count = data.remaining();
    if (broken || count == 0) {
      data.position(data.limit());
      return;
    }
    ensureRoom(count);
    data.get(filling, filled, count);
    filled += count;
    if (filled >= BLOCK) {
      store();
    } else {
      syncLater();
    }
  }

  /** Sees to it that all bytes are on the disk and synced; {@link Listener#onFlushed} follows. */
  public void flush() {
    flushing = true;
    store();
  }

  private void syncLater() {
    if (timer == 0) {
      timer = loop.schedule(SYNC_NANOS, this::onTimer);
    }
  }

  private void onTimer() {
    timer = 0;
    store();
  }

  private void ensureRoom(int count) {
    int needed = filled + count;
    if (needed > WINDOW) {
      throw new IllegalStateException(needed + " bytes are more than the window of " + WINDOW);
    }
    if (needed > filling.length) {
      int capacity = Math.max(needed, Math.max(FIRST_CAPACITY, 2 * filling.length));
      filling = Arrays.copyOf(filling, Math.min(WINDOW, capacity));
    }
  }

  private void store() {
    if (storing || broken || filled == 0 && unsynced == 0 && !flushing) {
      return;
    }
    loop.cancel(timer);
    timer = 0;
    storing = true;
    boolean last = flushing;
    byte[] block = filling;
    int count = filled;
    long at = position;
    filling = spare;
    filled = 0;
    position += count;
    unsynced += count;
    long now = loop.nanoTime();
    boolean sync = last || unsynced >= SYNC_BYTES || now - syncedAt >= SYNC_NANOS;
    if (sync) {
      unsynced = 0;
      syncedAt = now;
    }
    loop.offload(
        () -> {
          file.write(at, ByteBuffer.wrap(block, 0, count));
          if (sync) {
            file.sync();
          }
          return count;
        },
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * count,
        (stored, failure) -> onStored(block, count, last, failure));
  }

  private void onStored(byte[] block, int count, boolean last, Throwable failure) {
    storing = false;
    if (failure != null) {
      broken = true;
      loop.cancel(timer);
      listener.onFailed(failure);
      return;
    }
    spare = block;
    if (count > 0) {
      listener.onStored(count);
    }
    if (last && filled == 0) {
      flushing = false;
      listener.onFlushed();
    } else if (flushing || filled >= BLOCK) {
      store();
    } else if (filled > 0 || unsynced > 0) {
      syncLater();
    }
  }
}
