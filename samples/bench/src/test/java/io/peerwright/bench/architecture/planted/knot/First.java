package io.peerwright.bench.architecture.planted.knot;

/** Breaks a rule on purpose, together with the two that it reaches and that reach it. */
public final class First {
  Second second;

  /** Reached by way of the second. */
  public static final class Nested {
    int number;
  }
}
