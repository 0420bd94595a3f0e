package io.peerwright.kit.upload;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.limit.SharedRate;
import io.peerwright.kit.limit.SharedRate.Waiter;
import org.jspecify.annotations.Nullable;

/** How fast uploads may go: all of a peer together, and each by itself. */
public final class UploadRates {

  /** So much may pass at once after a pause, and a twentieth of a second's worth at least. */
  private static final long LEAST_BURST = 16_384;

  private static final int BURSTS_PER_SECOND = 20;

  private final Loop loop;
  private final @Nullable SharedRate all;
  private final long eachBytesPerSecond;

  /**
   * Rates.
   *
   * @param allBytesPerSecond of all uploads; 0 for no limit
   * @param eachBytesPerSecond of each upload; 0 for no limit
   */
  public UploadRates(Loop loop, long allBytesPerSecond, long eachBytesPerSecond) {
    this.loop = loop;
    this.all = rate(allBytesPerSecond);
    this.eachBytesPerSecond = eachBytesPerSecond;
  }

  private @Nullable SharedRate rate(long bytesPerSecond) {
    return bytesPerSecond == 0
        ? null
        : SharedRate.fixed(
            loop, bytesPerSecond, Math.max(LEAST_BURST, bytesPerSecond / BURSTS_PER_SECOND));
  }

  /** What one upload passes; null if it may go as fast as it can. */
  @Nullable Flow flow(Waiter upload) {
    SharedRate own = rate(eachBytesPerSecond);
    return own == null && all == null ? null : new Flow(upload, own, null, all);
  }
}
