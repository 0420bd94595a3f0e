package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class UsesTheSimulation {
  io.peerwright.transport.inmemory.Simulation simulation;
}
