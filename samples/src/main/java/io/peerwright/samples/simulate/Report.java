package io.peerwright.samples.simulate;

import java.time.Duration;

/**
 * What came of a run. All but the last two figures repeat exactly.
 *
 * @param joined peers that became part of the overlay
 * @param found searches with at least one hit of another peer
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
    int found,
    long hits,
    int downloads,
    int failed,
    long bytes,
    long events,
    long traceHash,
    Duration virtualTime,
    Duration realTime,
    Duration cpuTime) {

  /** The hash as it is written down. */
  public String trace() {
    return String.format("%016x", traceHash);
  }
}
