package io.peerwright.transport.inmemory.chance;

import java.util.random.RandomGenerator;

/** The SplitMix64 generator, and its mixing function to derive one seed from others. */
public final class Mix implements RandomGenerator {

  public static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  public Mix(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    return finish(state);
  }

  /** A hash of two numbers in which each bit of both counts. */
  public static long of(long a, long b) {
    return finish(finish(a + GAMMA) ^ b * MULTIPLIER + GAMMA);
  }

  /** The next step of a hash over many numbers; cheaper than {@link #of}. */
  public static long chain(long hash, long next) {
    long mixed = (hash ^ next) * MULTIPLIER;
    return mixed ^ mixed >>> 29;
  }

  /** A hash of a text. */
  public static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return finish(hash);
  }

  /** Scales 64 random bits to 0 (inclusive) .. bound (exclusive). */
  public static long scale(long bits, long bound) {
    return Math.multiplyHigh(bits >>> 1, bound << 1);
  }

  private static long finish(long value) {
    long z = (value ^ value >>> 30) * MULTIPLIER;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
