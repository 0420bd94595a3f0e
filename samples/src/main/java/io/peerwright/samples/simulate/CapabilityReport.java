package io.peerwright.samples.simulate;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * What came of a {@link CapabilityTrial}. All but the last two figures repeat exactly.
 *
 * @param rows a line for each thing that was tried, in the order of the trial
 * @param events of the simulation: deliveries and timers
 * @param traceHash over all of them
 * @param virtualTime that passed in the simulation
 * @param realTime that passed here
 * @param cpuTime that it cost here
 */
public record CapabilityReport(
    List<Row> rows,
    long events,
    long traceHash,
    Duration virtualTime,
    Duration realTime,
    Duration cpuTime) {

  /**
   * How often something was tried, and with what success.
   *
   * @param what such as {@code join} or {@code put}
   * @param failure why the first of the others failed; empty if none did
   */
  public record Row(String what, int tried, int succeeded, String failure) {}

  /** Copies the list. */
  public CapabilityReport {
    rows = List.copyOf(rows);
  }

  /** Whether all that was tried succeeded. */
  public boolean isPerfect() {
    return rows.stream().allMatch(row -> row.succeeded() == row.tried());
  }

  /** The hash as it is written down. */
  public String trace() {
    return HexFormat.of().toHexDigits(traceHash);
  }
}
