package io.peerwright.bench.architecture.planted.knot;

/** Breaks a rule on purpose, by what is nested in another one. */
public final class Third {
  First.Nested first;
}
