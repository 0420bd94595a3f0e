package io.peerwright.samples.swarm;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What came of a swarm. All but the last two figures repeat exactly.
 *
 * @param plan what was asked for
 * @param fetches one for each leecher that has come, in the order of their coming
 * @param shares one for each class, in the order of the plan
 * @param samples once a second of virtual time
 * @param events of the simulation
 * @param traceHash over all of them
 * @param virtualTime that passed in the simulation
 * @param realTime that passed here
 * @param cpuTime that it cost here
 */
public record SwarmResult(
    SwarmPlan plan,
    List<Fetch> fetches,
    List<Share> shares,
    List<Sample> samples,
    long events,
    long traceHash,
    Duration virtualTime,
    Duration realTime,
    Duration cpuTime) {

  /**
   * How one leecher fared.
   *
   * @param kind the index of its class
   * @param cameSeconds when it came
   * @param seconds how long it took to get everything; -1 if it has not
   * @param bytes that it had in the end
   * @param fromLeechers bytes that it got from other leechers while accounts were kept
   * @param fromSeeds bytes that it got from seeds in the same time
   */
  public record Fetch(
      int kind,
      double cameSeconds,
      double seconds,
      long bytes,
      long fromLeechers,
      long fromSeeds) {}

  /**
   * What the peers of one class have exchanged, those that have gone left out.
   *
   * @param received bytes of blocks
   * @param wasted those of them that were of no use
   * @param sent bytes of blocks
   */
  public record Share(long received, long wasted, long sent) {}

  /**
   * The swarm at one time.
   *
   * @param seconds since the start
   * @param complete leechers that have everything
   * @param present leechers that have come and not gone
   * @param fewestCopies how many leechers have the piece that fewest have
   * @param meanCopies how many leechers have a piece, in the mean of the pieces
   */
  public record Sample(
      double seconds, int complete, int present, int fewestCopies, double meanCopies) {}

  /** Seconds from its coming until a leecher had everything, for all that have. */
  public Quantiles completion() {
    return Quantiles.of(
        fetches.stream().filter(each -> each.seconds >= 0).mapToDouble(Fetch::seconds).toArray());
  }

  /** Leechers that have everything. */
  public int complete() {
    return (int) fetches.stream().filter(each -> each.seconds >= 0).count();
  }

  /** When the last leecher had everything, in seconds since the start. */
  public double lastSeconds() {
    return fetches.stream().mapToDouble(each -> each.cameSeconds + each.seconds).max().orElse(0);
  }

  /** One figure of the leechers of a class, in the mean. */
  public double mean(int kind, ToLongFunction<Fetch> figure) {
    return fetches.stream().filter(each -> each.kind == kind).mapToLong(figure).average().orElse(0);
  }

  /** The hash as it is written down. */
  public String trace() {
    return HexFormat.of().toHexDigits(traceHash);
  }
}
