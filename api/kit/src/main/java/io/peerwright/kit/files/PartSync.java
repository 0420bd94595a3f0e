package io.peerwright.kit.files;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;

/**
 * Says when a {@link PartFile} is synced: a second after the first write since the last time, and
 * at once after so many bytes. A sync costs several writes besides the bytes themselves, however
 * many those are, so all writers of a file share one clock, and the end of a range is no reason for
 * one. Used on the loop only.
 */
public final class PartSync implements TimerTarget {

  private static final long SYNC_BYTES = 1 << 27;
  private static final long SYNC_NANOS = 1_000_000_000L;
  private static final long MODELLED_NANOS = 200_000;

  private final Loop loop;
  private final PartFile file;
  private long unsynced;
  private long timer;

  /** Of a file to which nothing was written yet. */
  public PartSync(Loop loop, PartFile file) {
    this.loop = loop;
    this.file = file;
  }

  PartFile file() {
    return file;
  }

  /**
   * Bytes are about to be written.
   *
   * @return true if whoever writes them has to sync the file then
   */
  boolean isDue(int bytes) {
    unsynced += bytes;
    if (unsynced >= SYNC_BYTES) {
      stop();
      unsynced = 0;
      return true;
    }
    if (timer == 0 && unsynced > 0) {
      timer = loop.schedule(SYNC_NANOS, this, 0, 0);
    }
    return false;
  }

  /** Nobody writes any more, and the file is about to be closed. */
  public void stop() {
    loop.cancel(timer);
    timer = 0;
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    unsynced = 0;
    // A disk that fails here fails whoever writes or closes next, and that is told.
    loop.offload(
        () -> {
          file.sync();
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> {});
  }
}
