package io.peerwright.multicast.reliable;

/**
 * How a group is served.
 *
 * @param datagramBytes the longest datagram, 128 to 65,507: messages that are sent in one turn of
 *     the loop share one
 * @param keepBytes what a source keeps of what it has sent, 64 KiB or more
 * @param keepNanos how long it keeps it, 1 ms or more
 * @param windowBytes how far a source may be ahead of its slowest receiver, at least 4 datagrams
 *     and at most {@code keepBytes}
 * @param isReliable whether receivers ask for what is missing and get all in order; else they get
 *     what comes, once, and in any order
 * @param wantsHistory whether a new receiver asks for what sources keep
 * @param mostSources how many sources of the group a receiver listens to at one time, 1 or more
 */
public record ReliableSettings(
    int datagramBytes,
    int keepBytes,
    long keepNanos,
    int windowBytes,
    boolean isReliable,
    boolean wantsHistory,
    int mostSources) {

  /** Datagrams that fit an Ethernet, 4 MiB kept for 30 s, 256 sources; reliable, no history. */
  public static final ReliableSettings DEFAULT =
      new ReliableSettings(1_452, 1 << 22, 30_000_000_000L, 1 << 20, true, false, 256);

  /** Checks the ranges. */
  public ReliableSettings {
    require(datagramBytes >= 128 && datagramBytes <= 65_507, "datagramBytes", "128..65,507");
    require(keepBytes >= 1 << 16, "keepBytes", "65,536 or more");
    require(keepNanos >= 1_000_000, "keepNanos", "1,000,000 or more");
    require(
        windowBytes >= 4 * datagramBytes && windowBytes <= keepBytes,
        "windowBytes",
        "four datagrams to keepBytes");
    require(mostSources >= 1, "mostSources", "1 or more");
  }

  private static void require(boolean holds, String name, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + range);
    }
  }

  /** These settings for receivers that take what comes. */
  public ReliableSettings live() {
    return new ReliableSettings(
        datagramBytes, keepBytes, keepNanos, windowBytes, false, false, mostSources);
  }

  /** These settings for receivers that also get what was sent before they joined. */
  public ReliableSettings withHistory() {
    return new ReliableSettings(
        datagramBytes, keepBytes, keepNanos, windowBytes, true, true, mostSources);
  }
}
