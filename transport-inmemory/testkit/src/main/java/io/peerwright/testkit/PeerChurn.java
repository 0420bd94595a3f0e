package io.peerwright.testkit;

import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * How peers come and go once all have joined: each stays for a while, is away for a while, and
 * comes back. Any distribution can be plugged in as a function of a random generator.
 *
 * @param stayNanos draws how long a peer stays
 * @param awayNanos draws how long it is away
 * @param crashPpm of a million departures, so many are crashes; the others take leave. Who has
 *     crashed comes back as a new process on the same machine, with the same disk
 */
public record PeerChurn(
    ToLongFunction<? super RandomGenerator> stayNanos,
    ToLongFunction<? super RandomGenerator> awayNanos,
    int crashPpm) {

  private static final int MILLION = 1_000_000;

  /** Checks the range. */
  public PeerChurn {
    if (crashPpm < 0 || crashPpm > MILLION) {
      throw new IllegalArgumentException("crashPpm must be within 0..1000000, is " + crashPpm);
    }
  }

  /** Departures by leave, with exponentially distributed times of these means. */
  public static PeerChurn exponential(Duration meanStay, Duration meanAway) {
    return new PeerChurn(
        random -> exponential(meanStay, random), random -> exponential(meanAway, random), 0);
  }

  private static long exponential(Duration mean, RandomGenerator random) {
    // StrictMath, so that every machine draws the same.
    return (long) (mean.toNanos() * -StrictMath.log(1 - random.nextDouble()));
  }

  /** This churn with so many crashes among the departures, per million. */
  public PeerChurn crashing(int ppm) {
    return new PeerChurn(stayNanos, awayNanos, ppm);
  }

  boolean crashes(RandomGenerator random) {
    return random.nextInt(MILLION) < crashPpm;
  }
}
