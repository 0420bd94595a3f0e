package io.peerwright.samples.simulate;

import java.time.Duration;
import java.util.List;

/**
 * What came of a trial.
 *
 * @param broken what does not hold that should, in words; empty if all is well
 * @param trace hash of all that happened
 * @param virtualTime that passed in the simulation
 */
public record Verdict(List<String> broken, long events, long trace, Duration virtualTime) {

  /** Copies the list. */
  public Verdict {
    broken = List.copyOf(broken);
  }

  /** Whether anything is broken. */
  public boolean failed() {
    return !broken.isEmpty();
  }
}
