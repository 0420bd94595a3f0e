package io.peerwright.bench.architecture.planted.knot;

/** Breaks a rule on purpose, as one of three. */
public final class Second {
  Third third;
}
