package io.peerwright.kit.files;

import io.peerwright.api.Loop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream into a {@link PartFile} off the loop, in blocks, so that a fast transfer does not
 * pay for a hop to the disk per read.
 *
 * <p>At most {@link #WINDOW} bytes wait here: the owner gives its link {@link #credit} at first and
 * then what {@link Listener#onStored} says. What came is written within a second, and {@link
 * PartSync} has it on the disk within another one, so that a kill costs no more. Used on the loop
 * only.
 */
public final class PartWriter {

  /** The most bytes that wait for the disk. */
  public static final int WINDOW = 1 << 19;

  private static final int BLOCK = WINDOW / 2;
  private static final int FIRST_CAPACITY = 1 << 14;

  /** From here on blocks lie outside the heap; what comes slowly does not get so far. */
  private static final int LEAST_DIRECT_BYTES = 1 << 16;

  private static final DirectBlocks BLOCKS = new DirectBlocks(WINDOW, LEAST_DIRECT_BYTES, 8);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final long STORE_NANOS = 1_000_000_000L;
  private static final long MODELLED_NANOS = 200_000;
  private static final long MODELLED_NANOS_PER_BYTE = 4;

  /** Hears of the disk; on the loop. */
  public interface Listener {

    /** {@code bytes} more are in the file; as many may be written on top. */
    void onStored(int bytes);

    /** All that was written before {@link PartWriter#flush} is in the file. */
    void onFlushed();

    /** The disk failed; nothing more is written and nothing else is called. */
    void onFailed(Throwable cause);
  }

  private final Loop loop;
  private final PartSync sync;
  private final PartFile file;
  private final Listener listener;
  private long position;
  private ByteBuffer filling = NOTHING;
  private ByteBuffer spare = NOTHING;
  private boolean storing;
  private boolean flushing;
  private boolean broken;
  private long timer;

  /**
   * A writer that starts at a position of a file, which it does not close.
   *
   * @param sync of the file; one for all of its writers
   */
  public PartWriter(Loop loop, PartSync sync, long position, Listener listener) {
    this.loop = loop;
    this.sync = sync;
    this.file = sync.file();
    this.position = position;
    this.listener = listener;
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
    filling.put(data);
    if (filling.position() >= BLOCK) {
      store();
    } else {
      storeLater();
    }
  }

  /** Sees to it that all bytes are in the file; {@link Listener#onFlushed} follows. */
  public void flush() {
    flushing = true;
    store();
  }

  private void storeLater() {
    if (timer == 0) {
      timer = loop.schedule(STORE_NANOS, this::onTimer);
    }
  }

  private void onTimer() {
    timer = 0;
    store();
  }

  private void ensureRoom(int count) {
    int needed = filling.position() + count;
    if (needed > WINDOW) {
      throw new IllegalStateException(needed + " bytes are more than the window of " + WINDOW);
    }
    if (needed > filling.capacity()) {
      int room = Math.max(needed, Math.max(FIRST_CAPACITY, 2 * filling.capacity()));
      ByteBuffer larger = BLOCKS.take(Math.min(WINDOW, room));
      filling = larger.put(filling.flip());
    }
  }

  private void store() {
    int count = filling.position();
    if (storing || broken || count == 0 && !flushing) {
      return;
    }
    loop.cancel(timer);
    timer = 0;
    storing = true;
    boolean last = flushing;
    ByteBuffer block = filling.flip();
    long at = position;
    filling = spare.clear();
    spare = NOTHING;
    position += count;
    boolean syncs = sync.isDue(count);
    loop.offload(
        () -> {
          file.write(at, block);
          if (syncs) {
            file.sync();
          }
          return count;
        },
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * count,
        (stored, failure) -> onStored(block, count, last, failure));
  }

  private void onStored(ByteBuffer block, int count, boolean last, @Nullable Throwable failure) {
    storing = false;
    if (failure != null) {
      broken = true;
      loop.cancel(timer);
      release();
      listener.onFailed(failure);
      return;
    }
    spare = block;
    if (count > 0) {
      listener.onStored(count);
    }
    if (last && filling.position() == 0) {
      flushing = false;
      release();
      listener.onFlushed();
    } else if (flushing || filling.position() >= BLOCK) {
      store();
    } else if (filling.position() > 0) {
      storeLater();
    }
  }

  private void release() {
    BLOCKS.giveBack(filling);
    BLOCKS.giveBack(spare);
    filling = NOTHING;
    spare = NOTHING;
  }
}
