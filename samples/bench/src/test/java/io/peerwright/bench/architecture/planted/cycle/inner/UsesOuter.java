package io.peerwright.bench.architecture.planted.cycle.inner;

import io.peerwright.bench.architecture.planted.cycle.UsesInner;

/** Breaks a rule on purpose, together with the one that uses it. */
public final class UsesOuter {
  UsesInner outer;
}
