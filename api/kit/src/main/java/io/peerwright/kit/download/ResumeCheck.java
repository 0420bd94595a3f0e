package io.peerwright.kit.download;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first bytes of a stream with the end of what is kept, before anything is appended.
 * Some uploaders ignore the offset that they are asked for and send from the start; what they send
 * is compared up to the end of what is kept, so that they can be used all the same. At most one
 * block is held.
 */
final class ResumeCheck {

  /** So long that two places of a file which agree in it are hardly ever found. */
  static final int OVERLAP = 1 << 16;

  /** Hears what came of it; on the loop. */
  interface Listener {

    /** So many more bytes are needed. */
    void onWanted(int bytes);

    /** The stream is where what is kept ends; {@code next} are bytes that follow. */
    void onSame(ByteBuffer next);

    /** These are bytes of something else. */
    void onOther();

    /** What is kept cannot be read. */
    void onUnreadable(Throwable cause);
  }

  private final DownloadFile file;
  private final Listener listener;
  private final long end;
  private long position;
  private byte[] held = new byte[0];
  private int count;
  private boolean comparing;
  private boolean mayBeAtStart = true;

  /** A check of what is sent from {@code from} on, while the bytes before {@code end} are here. */
  ResumeCheck(DownloadFile file, long from, long end, Listener listener) {
    this.file = file;
    this.position = from;
    this.end = end;
    this.listener = listener;
  }

  /** The same in the middle of a stream, of which it is known where it is. */
  static ResumeCheck within(DownloadFile file, long from, long end, Listener listener) {
    ResumeCheck check = new ResumeCheck(file, from, end, listener);
    check.mayBeAtStart = false;
    return check;
  }

  /** How many bytes are asked for that are here, if so many are right before the others. */
  static long overlap(long kept) {
    return Math.min(OVERLAP, (kept + 1) / 2);
  }

  private int blockBytes() {
    return (int) Math.min(OVERLAP, end - position);
  }

  void begin() {
    listener.onWanted(blockBytes());
  }

  void onBytes(ByteBuffer data) {
    int added = data.remaining();
    if (count + added > held.length) {
      held = Arrays.copyOf(held, Math.max(count + added, Math.min(2 * held.length, 2 * OVERLAP)));
    }
    data.get(held, count, added);
    count += added;
    if (!comparing && count >= blockBytes()) {
      compare();
    }
  }

  private void compare() {
    comparing = true;
    int bytes = blockBytes();
    file.compare(position, held, bytes, (kept, failure) -> onCompared(bytes, kept, failure));
  }

  private void onCompared(
      int bytes, DownloadFile.@Nullable Kept kept, @Nullable Throwable failure) {
    comparing = false;
    if (kept == null) {
      listener.onUnreadable(failure == null ? new IllegalStateException() : failure);
      return;
    }
    if (kept == DownloadFile.Kept.NOT || kept == DownloadFile.Kept.AT_START && !mayBeAtStart) {
      listener.onOther();
      return;
    }
    mayBeAtStart = false;
    position = kept == DownloadFile.Kept.HERE ? position + bytes : bytes;
    count -= bytes;
    System.arraycopy(held, bytes, held, 0, count);
    if (position == end) {
      listener.onSame(ByteBuffer.wrap(held, 0, count));
    } else if (count >= blockBytes()) {
      compare();
    } else {
      listener.onWanted(blockBytes() - count);
    }
  }
}
