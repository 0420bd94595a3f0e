package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The place where what one source has sent meets what another one has. The first is let send on a
 * little, and that is compared with what is here of the other; meanwhile the last byte before the
 * place is held back, so that bytes of two sources never meet that were not compared, whenever the
 * download is broken off. If the other one has only just begun, that is waited for.
 */
final class JointCheck implements ResumeCheck.Listener {

  /** So few bytes of one that is still at work say little. */
  private static final long LEAST_BYTES = 1 << 12;

  private static final long WAIT_NANOS = 500_000_000L;

  /** Hears what came of it; on the loop. */
  interface Owner {

    /** Bytes from a position on that are here. */
    long keptFrom(long position);

    /** True if a source has been asked for the bytes from a position on. */
    boolean isAwaited(long position);

    /** See {@link ResumeCheck.Listener}. */
    void onWanted(int bytes);

    /** The last byte fits to what follows it. */
    void onJoined(byte last);

    /** See {@link ResumeCheck.Listener}. */
    void onOther();

    /** See {@link ResumeCheck.Listener}. */
    void onUnreadable(Throwable cause);
  }

  private final Loop loop;
  private final DownloadFile file;
  private final long place;
  private final byte last;
  private final Owner owner;
  private final ByteArrayOutputStream ahead = new ByteArrayOutputStream();
  private long compared;
  private boolean stopped;
  private @Nullable ResumeCheck check;

  /**
   * A check of one place.
   *
   * @param place the first byte of the other source
   * @param last the byte before it
   */
  JointCheck(Loop loop, DownloadFile file, long place, byte last, Owner owner) {
    this.loop = loop;
    this.file = file;
    this.place = place;
    this.last = last;
    this.owner = owner;
  }

  /** True if there are bytes of others behind a place, or will be. */
  static boolean isDue(DownloadFile file, long place, Owner owner) {
    return !file.isVerifiable()
        && place < file.size()
        && (owner.keptFrom(place) > 0 || owner.isAwaited(place));
  }

  /** Looks whether there is enough to be compared. */
  void begin() {
    if (stopped) {
      return;
    }
    long kept = owner.keptFrom(place);
    boolean isAwaited = owner.isAwaited(place);
    if (isAwaited && kept < Math.min(LEAST_BYTES, file.size() - place)) {
      loop.schedule(WAIT_NANOS, this::begin);
    } else if (kept == 0) {
      owner.onJoined(last);
    } else {
      compared = Math.min(ResumeCheck.OVERLAP, kept);
      ResumeCheck started = ResumeCheck.within(file, place, place + compared, this);
      check = started;
      started.begin();
      started.onBytes(ByteBuffer.wrap(ahead.toByteArray()));
    }
  }

  /** What the source has sent from the place on. */
  void onBytes(ByteBuffer data) {
    if (check != null) {
      check.onBytes(data);
    } else {
      while (data.hasRemaining()) {
        ahead.write(data.get());
      }
    }
  }

  void stop() {
    stopped = true;
  }

  /** Where it was compared. */
  SourceListener.Part compared() {
    return new SourceListener.Part(place, place + compared);
  }

  @Override
  public void onWanted(int bytes) {
    if (!stopped) {
      owner.onWanted(bytes);
    }
  }

  @Override
  public void onSame(ByteBuffer next) {
    if (!stopped) {
      owner.onJoined(last);
    }
  }

  @Override
  public void onOther() {
    if (!stopped) {
      owner.onOther();
    }
  }

  @Override
  public void onUnreadable(Throwable cause) {
    if (!stopped) {
      owner.onUnreadable(cause);
    }
  }
}
