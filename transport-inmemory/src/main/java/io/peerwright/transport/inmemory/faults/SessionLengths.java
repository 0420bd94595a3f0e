package io.peerwright.transport.inmemory.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long something lasts: a peer's session, or the time until its next. Draws are the same on all
 * machines, at least a millisecond and at most ten years.
 */
public sealed interface SessionLengths {

  /**
   * Reads {@code exponential:MEAN}, {@code weibull:SHAPE:SCALE} or {@code pareto:SHAPE:LEAST}, with
   * whole numbers of {@code ms}, {@code s}, {@code m} or {@code h}: {@code weibull:0.5:10m}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  static SessionLengths parse(String text) {
    return LengthText.parse(text);
  }

  /** The next length. */
  Duration draw(RandomGenerator random);

  /** Memoryless: however long it has lasted, it goes on for the mean. */
  record Exponential(Duration mean) implements SessionLengths {

    /** Checks the range. */
    public Exponential {
      Draws.check("mean", mean);
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return Draws.millis(mean.toMillis() * Draws.exponential(random));
    }

    @Override
    public String toString() {
      return "exponential:" + LengthText.of(mean);
    }
  }

  /**
   * As measured in most file-sharing overlays, with a shape below 1: the longer a peer has been
   * there, the longer it stays.
   *
   * @param shape 1 is the exponential distribution
   * @param scale the length that 63 % do not reach
   */
  record Weibull(double shape, Duration scale) implements SessionLengths {

    /** Checks the ranges. */
    public Weibull {
      Draws.check(shape);
      Draws.check("scale", scale);
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return Draws.millis(scale.toMillis() * StrictMath.pow(Draws.exponential(random), 1 / shape));
    }

    @Override
    public String toString() {
      return "weibull:" + shape + ":" + LengthText.of(scale);
    }
  }

  /**
   * With a heavy tail: most are short, and a few last for ever.
   *
   * @param shape up to 1 there is no mean
   * @param least the shortest
   */
  record Pareto(double shape, Duration least) implements SessionLengths {

    /** Checks the ranges. */
    public Pareto {
      Draws.check(shape);
      Draws.check("least", least);
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return Draws.millis(least.toMillis() * StrictMath.exp(Draws.exponential(random) / shape));
    }

    @Override
    public String toString() {
      return "pareto:" + shape + ":" + LengthText.of(least);
    }
  }
}
