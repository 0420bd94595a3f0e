package io.peerwright.kit.index;

/** A range of numbers, both ends included. */
public record Range(long min, long max) {

  /** All numbers. */
  public static final Range ANY = new Range(0, Long.MAX_VALUE);

  /** True if the number lies within. */
  public boolean contains(long number) {
    return number >= min && number <= max;
  }

  /** The range without what is below. */
  public Range atLeast(long bound) {
    return new Range(Math.max(min, bound), max);
  }

  /** The range without what is above. */
  public Range atMost(long bound) {
    return new Range(min, Math.min(max, bound));
  }

  /** True for {@link #ANY}. */
  public boolean isAny() {
    return min <= 0 && max == Long.MAX_VALUE;
  }
}
