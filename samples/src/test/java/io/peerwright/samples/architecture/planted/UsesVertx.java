package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class UsesVertx {
  io.vertx.core.Vertx vertx;
}
