package io.peerwright.transport.inmemory.dvmrp;

import java.time.Duration;

/** The timers of DVMRP version 3 (draft-ietf-idmr-dvmrp-v3-11, appendix A), in nanoseconds. */
public final class DvmrpTimes {

  /** Between two probes on a LAN. */
  public static final long PROBE_INTERVAL = seconds(10);

  /** After which a silent neighbour is gone. */
  public static final long NEIGHBOUR_TIMEOUT = seconds(35);

  /** Between two reports of all routes. */
  public static final long REPORT_INTERVAL = seconds(60);

  /** Between two reports of changes, at least. */
  public static final long FLASH_INTERVAL = seconds(5);

  /** The first time to wait before a prune is sent again; doubles. */
  public static final long PRUNE_RETRY = seconds(3);

  /** The first time to wait for the answer to a graft; doubles. */
  public static final long GRAFT_RETRY = seconds(5);

  /** The longest life of a prune. */
  public static final Duration PRUNE_LIFETIME = Duration.ofHours(2);

  private DvmrpTimes() {}

  private static long seconds(int count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
