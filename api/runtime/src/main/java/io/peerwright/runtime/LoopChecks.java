package io.peerwright.runtime;

/**
 * Whether what a peer hands out ({@link Peer#overlays} and their capabilities, {@link Peer#first},
 * {@link Peer#call}, {@link Peer#ask}, {@link Peer#fetch}, {@link io.peerwright.api.Host#offered},
 * and the handles of all these) refuses to be used off its loop. Bound in {@link PeerwrightModule}.
 */
public enum LoopChecks {
  /** They throw an {@link IllegalStateException} that says who called, and what to write. */
  ON,
  /** Nothing is checked: such a call may do harm that shows only later. */
  OFF;

  /** On where assertions are enabled, as in tests: each call costs a reflection. */
  static LoopChecks byAssertions() {
    return LoopChecks.class.desiredAssertionStatus() ? ON : OFF;
  }
}
