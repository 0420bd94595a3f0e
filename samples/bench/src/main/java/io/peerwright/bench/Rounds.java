package io.peerwright.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Two ways of doing one thing, measured in turns so that both meet the same noise of the machine;
 * the median of the rounds counts.
 */
final class Rounds {

  private static final int COUNT = 7;
  private static final int WARM_UP = 2;

  /** Does the work for about the given time and returns how much was done. */
  interface Work {
    double run(long nanos) throws Exception;
  }

  /** One of several ways. */
  record Way(String name, Work work) {}

  private Rounds() {}

  static Figure compare(
      String name,
      String unit,
      Work ours,
      String otherName,
      Work other,
      String target,
      Progress out)
      throws Exception {
    double[] mine = new double[COUNT];
    double[] theirs = new double[COUNT];
    double[] ratios = new double[COUNT];
    for (int round = -WARM_UP; round < COUNT; round++) {
      double theirRate = perCpuSecond(other);
      double myRate = perCpuSecond(ours);
      if (round >= 0) {
        mine[round] = myRate;
        theirs[round] = theirRate;
        ratios[round] = myRate / theirRate;
        out.say(
            String.format(
                "  round %d: ours %,.0f, %s %,.0f %s, ratio %.3f",
                round + 1, myRate, otherName, theirRate, unit, ratios[round]));
      }
    }
    double middle = median(theirs);
    out.say(
        String.format("  median of values %,.0f and %,.0f; of ratios below", median(mine), middle));
    return new Figure(name, median(ratios) * middle, unit, otherName, middle, target);
  }

  /** Takes several ways by turns; returns for each its rates, round by round. */
  static double[][] rates(Progress out, String unit, Way... ways) throws Exception {
    double[][] rates = new double[ways.length][COUNT];
    for (int round = -WARM_UP; round < COUNT; round++) {
      StringJoiner told = new StringJoiner(", ");
      for (int i = 0; i < ways.length; i++) {
        double rate = perCpuSecond(ways[i].work());
        told.add(String.format("%s %,.0f", ways[i].name(), rate));
        if (round >= 0) {
          rates[i][round] = rate;
        }
      }
      if (round >= 0) {
        out.say(String.format("  round %d, %s: %s", round + 1, unit, told));
      }
    }
    return rates;
  }

  /** The median of how two ways compare in the same round, which meets the same noise. */
  static double ratio(double[] one, double[] other) {
    double[] ratios = new double[one.length];
    for (int round = 0; round < one.length; round++) {
      ratios[round] = one[round] / other[round];
    }
    return median(ratios);
  }

  private static double perCpuSecond(Work work) throws Exception {
    long before = cpuNanos();
    double amount = work.run(1_500_000_000L);
    return amount * 1e9 / (cpuNanos() - before);
  }

  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static double best(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
