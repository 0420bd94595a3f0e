package io.peerwright.transport.inmemory;

import io.peerwright.kit.network.Bounds;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.topology.TransitStub;

/**
 * A simulation.
 *
 * @param seed from which all chance follows; the same seed repeats a run
 * @param pace virtual seconds per real second when the provider opens it, 1 for real time
 * @param epochMillis what wall clocks show at the start, in milliseconds since 1970
 * @param diskBytes size of the disk that a host is given when it has no directory of its own
 * @param poisonBuffers whether borrowed buffers are overwritten with 0xDB after each callback, to
 *     find handlers that keep them
 * @param shards parts of a simulation in virtual time that run side by side, each in a thread,
 *     1..64; more than 1 needs a network whose least latency is not 0, and changes no result
 * @param hostByHost whether the events of a window of the least latency are run for one host after
 *     the other and not for all in the order of time, which is faster with very many hosts: what a
 *     host does lies close together in memory. Each host sees the same, only what a program does
 *     across hosts, outside of the network, can tell
 * @param network how the network behaves
 * @param routers what lies between the hosts
 */
public record InMemoryConfig(
    long seed,
    double pace,
    long epochMillis,
    long diskBytes,
    boolean poisonBuffers,
    int shards,
    boolean hostByHost,
    NetworkModel network,
    TransitStub routers) {

  /** The most shards that a simulation is run in. */
  public static final int MAX_SHARDS = 64;

  /** Seed 1, real time, 2026-01-01T00:00:00Z, 1 GiB, no poison, no routers. */
  public static final InMemoryConfig DEFAULT =
      new InMemoryConfig(
          1,
          1,
          1_767_225_600_000L,
          1L << 30,
          false,
          1,
          false,
          NetworkModel.DEFAULT,
          TransitStub.NONE);

  /** Checks the ranges. */
  public InMemoryConfig {
    if (!(pace >= 0.001 && pace <= 1_000_000)) {
      throw new IllegalArgumentException("pace must be within 0.001..1000000, is " + pace);
    }
    if (epochMillis < 0) {
      throw new IllegalArgumentException("epochMillis must not be negative, is " + epochMillis);
    }
    if (diskBytes < 1 << 16) {
      throw new IllegalArgumentException("diskBytes must be at least 65536, is " + diskBytes);
    }
    Bounds.check("shards", shards, 1, MAX_SHARDS);
    if (shards > 1 && network.latencyMinMicros() == 0) {
      throw new IllegalArgumentException(
          "shards must be 1 where latencyMinMicros is 0, is " + shards);
    }
    if (hostByHost && network.latencyMinMicros() == 0) {
      throw new IllegalArgumentException("hostByHost must be false where latencyMinMicros is 0");
    }
  }

  /** This simulation with another seed. */
  public InMemoryConfig withSeed(long other) {
    return new InMemoryConfig(
        other, pace, epochMillis, diskBytes, poisonBuffers, shards, hostByHost, network, routers);
  }

  /** This simulation at another pace. */
  public InMemoryConfig withPace(double other) {
    return new InMemoryConfig(
        seed, other, epochMillis, diskBytes, poisonBuffers, shards, hostByHost, network, routers);
  }

  /** This simulation with disks of another size. */
  public InMemoryConfig withDiskBytes(long other) {
    return new InMemoryConfig(
        seed, pace, epochMillis, other, poisonBuffers, shards, hostByHost, network, routers);
  }

  /** This simulation with poisoned buffers. */
  public InMemoryConfig withPoison() {
    return new InMemoryConfig(
        seed, pace, epochMillis, diskBytes, true, shards, hostByHost, network, routers);
  }

  /** This simulation in so many parts. */
  public InMemoryConfig withShards(int other) {
    return new InMemoryConfig(
        seed, pace, epochMillis, diskBytes, poisonBuffers, other, hostByHost, network, routers);
  }

  /** This simulation run host by host. */
  public InMemoryConfig withHostByHost() {
    return new InMemoryConfig(
        seed, pace, epochMillis, diskBytes, poisonBuffers, shards, true, network, routers);
  }

  /** This simulation with another network. */
  public InMemoryConfig withNetwork(NetworkModel other) {
    return new InMemoryConfig(
        seed, pace, epochMillis, diskBytes, poisonBuffers, shards, hostByHost, other, routers);
  }

  /** This simulation with routers between the hosts, and no latency below what they can give. */
  public InMemoryConfig withRouters(TransitStub other) {
    int least = 2 * other.accessMinMicros();
    int most = Math.max(least, network.latencyMaxMicros());
    NetworkModel floor = network.withLatencyMicros(least, most);
    return new InMemoryConfig(
        seed, pace, epochMillis, diskBytes, poisonBuffers, shards, hostByHost, floor, other);
  }
}
