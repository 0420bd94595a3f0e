package io.peerwright.samples.simulate;

import java.time.Duration;
import java.util.HexFormat;

/**
 * What came of a run. All but the last two figures repeat exactly.
 *
 * @param joined peers that became part of the overlay
 * @param searched peers whose search has ended
 * @param found searches with at least one hit of another peer
 * @param missed searches without one, though another peer in reach shares what was wanted
 * @param hits of all searches
 * @param downloads complete and verified
 * @param failed downloads that ended otherwise
 * @param bytes downloaded
 * @param events of the simulation: deliveries and timers
 * @param traceHash over all of them
 * @param virtualTime that passed in the simulation
 * @param realTime that passed here
 * @param cpuTime that it cost here
 */
public record Report(
    int joined,
    int searched,
    int found,
    int missed,
    long hits,
    int downloads,
    int failed,
    long bytes,
    long events,
    long traceHash,
    Duration virtualTime,
    Duration realTime,
    Duration cpuTime) {

  /** Searches for what nobody in reach shares; it was not found, then. */
  public int hopeless() {
    return searched - found - missed;
  }

  /** The hash as it is written down. */
  public String trace() {
    return HexFormat.of().toHexDigits(traceHash);
  }
}
