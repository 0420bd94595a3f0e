package io.peerwright.decorators.limit;

import io.peerwright.kit.limit.TokenBucket;

/**
 * How fast a host may send and receive. All limits hold at the same time; the tightest decides.
 *
 * @param link each stream by itself
 * @param peer all streams and datagrams of each remote address
 * @param host all of the host
 */
public record LimitConfig(Rates link, Rates peer, Rates host) {

  /** No limits. */
  public static final LimitConfig DEFAULT =
      new LimitConfig(Rates.UNLIMITED, Rates.UNLIMITED, Rates.UNLIMITED);

  /** These limits with another one for each stream. */
  public LimitConfig withLink(Rates rates) {
    return new LimitConfig(rates, peer, host);
  }

  /** These limits with another one for each remote address. */
  public LimitConfig withPeer(Rates rates) {
    return new LimitConfig(link, rates, host);
  }

  /** These limits with another one for the whole host. */
  public LimitConfig withHost(Rates rates) {
    return new LimitConfig(link, peer, rates);
  }

  /**
   * One limit.
   *
   * @param upBytesPerSecond what may be sent, 0..8,000,000,000; 0 for unlimited
   * @param upBurstBytes what may be sent at once after a pause, 0..2^31; 0 for a tenth of a second,
   *     and 16 KiB at least
   * @param downBytesPerSecond what may be received, as for sending
   * @param downBurstBytes what may be received at once after a pause, as for sending
   */
  public record Rates(
      long upBytesPerSecond, long upBurstBytes, long downBytesPerSecond, long downBurstBytes) {

    /** No limit. */
    public static final Rates UNLIMITED = new Rates(0, 0, 0, 0);

    private static final long LEAST_BURST = 16_384;

    /** Checks the ranges. */
    public Rates {
      range("upBytesPerSecond", upBytesPerSecond, TokenBucket.MAX_BYTES_PER_SECOND);
      range("upBurstBytes", upBurstBytes, 1L << 31);
      range("downBytesPerSecond", downBytesPerSecond, TokenBucket.MAX_BYTES_PER_SECOND);
      range("downBurstBytes", downBurstBytes, 1L << 31);
    }

    private static void range(String component, long value, long most) {
      if (value < 0 || value > most) {
        throw new IllegalArgumentException(
            component + " must be within 0.." + most + ", is " + value);
      }
    }

    /** So much per second, with bursts of a tenth of a second. */
    public static Rates of(long upBytesPerSecond, long downBytesPerSecond) {
      return new Rates(upBytesPerSecond, 0, downBytesPerSecond, 0);
    }

    long upBurst() {
      return burst(upBytesPerSecond, upBurstBytes);
    }

    long downBurst() {
      return burst(downBytesPerSecond, downBurstBytes);
    }

    private static long burst(long rate, long wished) {
      return wished > 0 ? wished : Math.max(LEAST_BURST, rate / 10);
    }
  }
}
