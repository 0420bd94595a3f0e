package io.peerwright.transport.inmemory.igmp;

import java.time.Duration;

/**
 * The default timers of RFC 2236 (section 8), RFC 3376 (section 8) and RFC 3810 (section 9), in
 * nanoseconds.
 */
public final class MembershipTimes {

  /** How often what may get lost is sent. */
  public static final int ROBUSTNESS = 2;

  /** Between general queries. */
  public static final long QUERY_INTERVAL = seconds(125);

  /** Within which hosts answer a general query. */
  public static final long QUERY_RESPONSE_INTERVAL = seconds(10);

  /** Between the general queries of a router that begins. */
  public static final long STARTUP_QUERY_INTERVAL = QUERY_INTERVAL / 4;

  /** After which a group of which nobody has said anything has no members. */
  public static final long GROUP_MEMBERSHIP_INTERVAL =
      ROBUSTNESS * QUERY_INTERVAL + QUERY_RESPONSE_INTERVAL;

  /** After which a silent querier is one no more. */
  public static final long OTHER_QUERIER_PRESENT_INTERVAL =
      ROBUSTNESS * QUERY_INTERVAL + QUERY_RESPONSE_INTERVAL / 2;

  /** Within which hosts answer a query for one group, and between two of them. */
  public static final long LAST_MEMBER_QUERY_INTERVAL = seconds(1);

  /** The leave latency. */
  public static final long LAST_MEMBER_QUERY_TIME = ROBUSTNESS * LAST_MEMBER_QUERY_INTERVAL;

  /** After which a host that has heard an older querier speaks the newer version again. */
  public static final long OLDER_VERSION_QUERIER_PRESENT =
      ROBUSTNESS * QUERY_INTERVAL + QUERY_RESPONSE_INTERVAL;

  /** Within which a host of version 3 repeats what has changed. */
  public static final long UNSOLICITED_REPORT_INTERVAL = seconds(1);

  /** The same for a host of version 2. */
  public static final long UNSOLICITED_REPORT_INTERVAL_V2 = seconds(10);

  private MembershipTimes() {}

  private static long seconds(int count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
