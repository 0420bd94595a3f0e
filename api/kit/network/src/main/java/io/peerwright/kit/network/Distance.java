package io.peerwright.kit.network;

/** The latency of a pair of hosts, as a function of bounds, spread and chance that is theirs. */
final class Distance {

  /** The normal distribution's quantiles are told apart by so many bits, and interpolated. */
  private static final int BITS = 12;

  private static final double[] QUANTILES = quantiles();

  private Distance() {}

  /** Microseconds one way within the bounds; evenly spread between them if the median is 0. */
  static long micros(long least, long most, long median, double sigma, long chance) {
    if (least == most) {
      return least;
    }
    if (median == 0) {
      return least + Math.multiplyHigh(chance >>> 1, most - least + 1 << 1);
    }
    // Not Math.exp: that one may differ from machine to machine.
    double factor = StrictMath.exp(sigma * normal(chance));
    return (long) Math.max(least, Math.min(most, median * factor));
  }

  /** A draw of the standard normal distribution out of 64 random bits. */
  static double normal(long bits) {
    int slot = (int) (bits >>> Long.SIZE - BITS);
    double within = (bits << BITS >>> 11) * 0x1p-53;
    return QUANTILES[slot] + within * (QUANTILES[slot + 1] - QUANTILES[slot]);
  }

  private static double[] quantiles() {
    int count = 1 << BITS;
    double[] table = new double[count + 1];
    for (int i = 1; i < count; i++) {
      table[i] = quantile((double) i / count);
    }
    // The ends lie at infinity; what is drawn beyond the last quantile spreads over half a slot's.
    table[0] = quantile(0.25 / count);
    table[count] = -table[0];
    return table;
  }

  /** The inverse of the normal distribution by bisection: slow, but it is asked only once. */
  private static double quantile(double probability) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cumulated(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The normal distribution: Marsaglia's series, exact within the range that is asked for. */
  private static double cumulated(double x) {
    double sum = x;
    double term = x;
    for (int k = 3; k < 200 && Math.abs(term) > 1e-17; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
