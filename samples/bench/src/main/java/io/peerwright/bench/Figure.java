package io.peerwright.bench;

import java.util.Locale;

/**
 * What was measured, beside what it is compared with in the same run.
 *
 * @param name of the benchmark
 * @param comparedWith the other program, or the physical or agreed limit
 * @param target the ratio that is wanted, in words
 */
record Figure(
    String name,
    double value,
    String unit,
    String comparedWith,
    double comparedValue,
    String target) {

  double ratio() {
    return value / comparedValue;
  }

  /** The one line that a run ends with. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s: %s %s, %s: %s %s, ratio %.3f (target %s)",
        name,
        number(value),
        unit,
        comparedWith,
        number(comparedValue),
        unit,
        ratio(),
        target);
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%,.1f", value);
  }
}
