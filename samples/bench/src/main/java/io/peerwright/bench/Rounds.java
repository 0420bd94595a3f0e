package io.peerwright.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

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
