package io.peerwright.samples.swarm;

import java.util.Arrays;
import java.util.Locale;

/** Values, from the least to the most. */
public final class Quantiles {

  private final double[] sorted;

  private Quantiles(double[] sorted) {
    this.sorted = sorted;
  }

  /** Of these, at least one. */
  public static Quantiles of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there is no quantile of nothing");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(sorted);
  }

  /** The least value that a share of all are not above. */
  public double at(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
  }

  /** The one in the middle. */
  public double median() {
    return at(0.5);
  }

  /** The sum divided by the count. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(0);
  }

  /** The usual ones, as a table has them. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "least %.3f, 10 %% %.3f, median %.3f, 90 %% %.3f, most %.3f",
        at(0),
        at(0.1),
        median(),
        at(0.9),
        at(1));
  }
}
