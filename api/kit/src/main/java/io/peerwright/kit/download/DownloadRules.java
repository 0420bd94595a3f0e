package io.peerwright.kit.download;

/**
 * How a download deals with its sources.
 *
 * @param parallel how many send at the same time
 * @param unverified how many where a content has no hash that would show wrong bytes; more than one
 *     should be said to have the same by a hash of a part at least, and are compared where what one
 *     of them has sent meets what another has
 * @param queueRetryNanos when a source is asked again that has put us in its queue
 * @param answerNanos how long a {@link SourceFinder} has
 * @param stallNanos how long a source may be slower than {@code leastBytesPerSecond} while there
 *     are others, and send nothing in any case
 * @param leastBytesPerSecond see there
 * @param scattered takes parts from anywhere instead of from the start on, so that many who fetch
 *     the same have different parts for each other
 * @param subsidy when origin servers fill in
 */
public record DownloadRules(
    int parallel,
    int unverified,
    long queueRetryNanos,
    long answerNanos,
    long stallNanos,
    long leastBytesPerSecond,
    boolean scattered,
    Subsidy subsidy) {

  private static final long SECOND = 1_000_000_000L;

  /** What several overlays give together. */
  public static final DownloadRules DEFAULT =
      new DownloadRules(8, 1, 60 * SECOND, 20 * SECOND, 30 * SECOND, 512, false, Subsidy.DEFAULT);

  /** Checks the ranges. */
  public DownloadRules {
    if (parallel < 1 || unverified < 1 || leastBytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "parallel, unverified and leastBytesPerSecond must be at least 1");
    }
  }

  /** The same with other rules for origin servers. */
  public DownloadRules withSubsidy(Subsidy other) {
    return but(parallel, unverified, scattered, other);
  }

  /** The same with so many sources at a time. */
  public DownloadRules withParallel(int sources) {
    return but(sources, unverified, scattered, subsidy);
  }

  /** The same with so many sources at a time of what no hash verifies. */
  public DownloadRules withUnverified(int sources) {
    return but(parallel, sources, scattered, subsidy);
  }

  /** The same with parts from anywhere, or from the start on. */
  public DownloadRules withScattered(boolean yes) {
    return but(parallel, unverified, yes, subsidy);
  }

  private DownloadRules but(int several, int blind, boolean anywhere, Subsidy filling) {
    return new DownloadRules(
        several,
        blind,
        queueRetryNanos,
        answerNanos,
        stallNanos,
        leastBytesPerSecond,
        anywhere,
        filling);
  }

  /**
   * What a provider adds to what peers give. A download is behind time when fewer bytes are here
   * than {@code bytesPerSecond} would have brought since the end of its grace; only then, or when
   * no peer is left, an origin server is asked, for no more than is missing to that.
   *
   * @param bytesPerSecond what each download is to get, such as the bit rate of a film
   * @param graceNanos how long after its start a download waits for peers
   * @param budgetBytes how much origin servers may send for one download
   */
  public record Subsidy(long bytesPerSecond, long graceNanos, long budgetBytes) {

    /** 256 KiB a second, five seconds for the peers to begin, as much as it takes. */
    public static final Subsidy DEFAULT = new Subsidy(1 << 18, 5 * SECOND, Long.MAX_VALUE);

    /** Checks the ranges. */
    public Subsidy {
      if (bytesPerSecond < 1 || graceNanos < 0 || budgetBytes < 0) {
        throw new IllegalArgumentException(
            "bytesPerSecond must be at least 1, graceNanos and budgetBytes not negative");
      }
    }
  }
}
