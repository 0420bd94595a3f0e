package io.peerwright.bench.architecture.planted.cycle;

import io.peerwright.bench.architecture.planted.cycle.inner.UsesOuter;

/** Breaks a rule on purpose, together with the one that it uses. */
public final class UsesInner {
  UsesOuter inner;
}
