package io.peerwright.transport.inmemory.faults;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How much goes wrong, for plans to be drawn from. The rates are means of Poisson processes: per
 * hour and host, but cuts per hour.
 *
 * @param crash rate of crashes; every other one loses the disk
 * @param cut rate of cuts, each of them of a group of hosts from all others, both ways or one
 * @param slow rate at which hosts become slow
 * @param skew rate at which clocks jump
 * @param reset rate at which links are reset
 * @param half rate at which links become half-open
 * @param full rate at which disks fill up
 * @param leastMillis how long a fault lasts, at least
 * @param mostMillis how long a fault lasts, at most
 */
public record FaultMix(
    double crash,
    double cut,
    double slow,
    double skew,
    double reset,
    double half,
    double full,
    long leastMillis,
    long mostMillis) {

  private static final double MOST_RATE = 3_600;

  /** Of everything something, for some seconds up to a minute and a half. */
  public static final FaultMix DEFAULT =
      new FaultMix(0.5, 10, 0.3, 0.2, 0.5, 0.5, 0.2, 2_000, 90_000);

  /** Nothing goes wrong. */
  public static final FaultMix NONE = new FaultMix(0, 0, 0, 0, 0, 0, 0, 2_000, 90_000);

  /** Checks the ranges. */
  public FaultMix {
    rate("crash", crash);
    rate("cut", cut);
    rate("slow", slow);
    rate("skew", skew);
    rate("reset", reset);
    rate("half", half);
    rate("full", full);
    if (leastMillis < 0 || leastMillis > mostMillis || mostMillis > FaultText.MOST_MILLIS) {
      throw new IllegalArgumentException(
          "least and most must be in that order and within 0.."
              + FaultText.MOST_MILLIS
              + " ms, are "
              + leastMillis
              + " and "
              + mostMillis);
    }
  }

  private static void rate(String component, double rate) {
    if (!(rate >= 0 && rate <= MOST_RATE)) {
      throw new IllegalArgumentException(
          component + " must be within 0.." + (int) MOST_RATE + " per hour, is " + rate);
    }
  }

  /**
   * Reads a mix: {@code none}, {@code default}, or what differs from the default, such as {@code
   * crash=2,slow=0,most=30000}.
   *
   * @throws IllegalArgumentException if it cannot be read, saying why
   */
  public static FaultMix parse(String text) {
    if (text.equals("default")) {
      return DEFAULT;
    }
    if (text.equals("none")) {
      return NONE;
    }
    Map<String, Double> values = new TreeMap<>(DEFAULT.values());
    for (String change : text.split(",")) {
      int sign = change.indexOf('=');
      String key = sign < 0 ? change : change.substring(0, sign);
      String number = change.substring(sign + 1);
      if (sign < 0 || !values.containsKey(key) || !number.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        throw new IllegalArgumentException(
            "cannot read \""
                + change
                + "\": write none, default, or KEY=NUMBER with commas"
                + " between, with the keys "
                + values.keySet());
      }
      values.put(key, Double.valueOf(number));
    }
    return of(values);
  }

  private Map<String, Double> values() {
    return Map.of(
        "crash", crash,
        "cut", cut,
        "slow", slow,
        "skew", skew,
        "reset", reset,
        "half", half,
        "full", full,
        "least", (double) leastMillis,
        "most", (double) mostMillis);
  }

  private static FaultMix of(Map<String, Double> values) {
    return new FaultMix(
        number(values, "crash"),
        number(values, "cut"),
        number(values, "slow"),
        number(values, "skew"),
        number(values, "reset"),
        number(values, "half"),
        number(values, "full"),
        (long) number(values, "least"),
        (long) number(values, "most"));
  }

  private static double number(Map<String, Double> values, String key) {
    return Objects.requireNonNull(values.get(key));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(values())
        .forEach(
            (key, value) ->
                text.append(text.isEmpty() ? "" : ",")
                    .append(key)
                    .append('=')
                    .append(plain(value)));
    return text.toString();
  }

  /** Without an exponent, which is not read. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /**
   * Draws a plan. All its faults lie between the two times; equal arguments give equal plans. Some
   * kinds are left out of each plan, for what one kind brings to light another may hide.
   *
   * @param hosts whom it may befall, by name
   */
  public FaultPlan draw(long seed, List<String> hosts, Duration from, Duration until) {
    return new FaultDraw(this, seed, hosts, from.toMillis(), until.toMillis()).plan();
  }
}
