package io.peerwright.runtime;

import java.time.Duration;

/**
 * How long an application waits for its peers.
 *
 * @param start for all overlays to join, longer than nothing
 * @param stop for a peer to leave its overlays before it is cut off, longer than nothing
 */
public record PeerTimeouts(Duration start, Duration stop) {

  /** 30 s to start, 5 s to stop. */
  public static final PeerTimeouts DEFAULT =
      new PeerTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(5));

  /** Checks the ranges. */
  public PeerTimeouts {
    positive("start", start);
    positive("stop", stop);
  }

  private static void positive(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than nothing, is " + limit);
    }
  }
}
