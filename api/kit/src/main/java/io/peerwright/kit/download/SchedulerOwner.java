package io.peerwright.kit.download;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import org.jspecify.annotations.Nullable;

/** What a {@link SourceScheduler} needs of its download. */
interface SchedulerOwner {

  /** Where it stands. */
  void become(Download.State state, String words);

  void fail(Reason reason, String words);

  /** Some bytes of a source are on the disk. */
  void onStored(SourceState source, long from, long to);

  /** A source has ended or is blamed, and may not be asked any more. */
  void onDropped(SourceState source, String words);

  /** All bytes are on the disk, and no source is busy. */
  void onAllHere();

  void onDiskFailed(Throwable cause, Runnable next);

  /** Gives up what is kept of a range; {@code next} follows unless it is over or paused. */
  void forget(long from, long to, Runnable next);

  /** True if nobody but this source has given what is kept. */
  boolean isAllFrom(SourceState source);

  /** The one other source that gave bytes of a range; null if it was several, or an earlier run. */
  @Nullable SourceState giver(SourceListener.Part range, SourceState besides);

  /** How much of what is kept a source has given. */
  long bytesOf(SourceState source);

  /** Gives up what is kept of a source; {@code next} as above. */
  void forgetAllOf(SourceState source, Runnable next);

  /** True while the download is neither over nor paused. */
  boolean isActive();
}
