package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class UsesTheRuntime {
  io.peerwright.runtime.Peer peer;
}
