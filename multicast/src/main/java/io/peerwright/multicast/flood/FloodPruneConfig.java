package io.peerwright.multicast.flood;

import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * How a router of the graph is.
 *
 * @param port where it listens, 0 for that of its host
 * @param neighbours the routers that it links to; others may link to it
 * @param maxLinks links at the most, those that it dials included
 * @param sequenceNumbers whether a message is passed on once, whichever ways it comes
 * @param reversePathIn whether only what comes on the way to its source is passed on
 * @param reversePathOut whether it is passed on only to those whose way to the source leads here,
 *     and who have not pruned it
 * @param hopLimit over how many links a message may go
 * @param maxMessageBytes the longest message
 * @param maxSources of how many sources ways are kept
 * @param maxGroups for how many groups of a source prunes are kept
 * @param maxAnnouncements how many groups of others are remembered
 * @param pruneLifetime how long a prune holds, varied by a quarter
 * @param refresh how often a source renews ways and prunes; 0 for never: then messages flood anew
 *     when prunes end
 * @param idle after which a silent source is forgotten
 * @param keepAlive how often neighbours are told that this one is there
 */
public record FloodPruneConfig(
    int port,
    List<HostPort> neighbours,
    int maxLinks,
    boolean sequenceNumbers,
    boolean reversePathIn,
    boolean reversePathOut,
    int hopLimit,
    int maxMessageBytes,
    int maxSources,
    int maxGroups,
    int maxAnnouncements,
    Duration pruneLifetime,
    Duration refresh,
    Duration idle,
    Duration keepAlive) {

  /** All steps, no neighbours. */
  public static final FloodPruneConfig DEFAULT =
      new FloodPruneConfig(
          0,
          List.of(),
          1_000,
          true,
          true,
          true,
          255,
          16_384,
          1_024,
          256,
          1_000,
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(210),
          Duration.ofSeconds(10));

  /** Checks the ranges. */
  public FloodPruneConfig {
    Bounds.check("port", port, 0, 65_535);
    neighbours = List.copyOf(neighbours);
    Bounds.check("maxLinks", maxLinks, 1, 10_000);
    Bounds.check("hopLimit", hopLimit, 1, 255);
    Bounds.check("maxMessageBytes", maxMessageBytes, 1, 60_000);
    Bounds.check("maxSources", maxSources, 1, 1_000_000);
    Bounds.check("maxGroups", maxGroups, 1, 100_000);
    Bounds.check("maxAnnouncements", maxAnnouncements, 1, 100_000);
    Bounds.check("pruneLifetime", pruneLifetime, Duration.ofSeconds(1), Duration.ofHours(2));
    Bounds.check("refresh", refresh, Duration.ZERO, Duration.ofHours(1));
    Bounds.check("idle", idle, Duration.ofSeconds(1), Duration.ofDays(1));
    Bounds.check("keepAlive", keepAlive, Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  /** With other neighbours. */
  public FloodPruneConfig withNeighbours(List<HostPort> others) {
    return new FloodPruneConfig(
        port,
        others,
        maxLinks,
        sequenceNumbers,
        reversePathIn,
        reversePathOut,
        hopLimit,
        maxMessageBytes,
        maxSources,
        maxGroups,
        maxAnnouncements,
        pruneLifetime,
        refresh,
        idle,
        keepAlive);
  }

  /** With some of the steps, and another limit of hops, which is all that ends a flood without. */
  public FloodPruneConfig withSteps(boolean numbers, boolean in, boolean out, int hops) {
    return new FloodPruneConfig(
        port,
        neighbours,
        maxLinks,
        numbers,
        in,
        out,
        hops,
        maxMessageBytes,
        maxSources,
        maxGroups,
        maxAnnouncements,
        pruneLifetime,
        refresh,
        idle,
        keepAlive);
  }

  /** With other times. */
  public FloodPruneConfig withTimes(Duration prune, Duration renewal, Duration forget) {
    return new FloodPruneConfig(
        port,
        neighbours,
        maxLinks,
        sequenceNumbers,
        reversePathIn,
        reversePathOut,
        hopLimit,
        maxMessageBytes,
        maxSources,
        maxGroups,
        maxAnnouncements,
        prune,
        renewal,
        forget,
        keepAlive);
  }

  /** With other bounds of what strangers can make it keep. */
  public FloodPruneConfig withBounds(int links, int sources, int groups, int announcements) {
    return new FloodPruneConfig(
        port,
        neighbours,
        links,
        sequenceNumbers,
        reversePathIn,
        reversePathOut,
        hopLimit,
        maxMessageBytes,
        sources,
        groups,
        announcements,
        pruneLifetime,
        refresh,
        idle,
        keepAlive);
  }

  /** Whether ways to sources are needed at all. */
  boolean usesRoutes() {
    return reversePathIn || reversePathOut;
  }
}
