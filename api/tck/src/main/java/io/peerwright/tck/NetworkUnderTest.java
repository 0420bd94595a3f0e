package io.peerwright.tck;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A network to test, and how its time passes. Make one with {@link #live} or {@link #virtual}.
 *
 * @param network fresh, without hosts; the contract closes it
 * @param passTime lets so many nanoseconds go by: a simulation runs what falls due in them on the
 *     calling thread, live it waits
 * @param virtualTime true if time stands still outside of {@code passTime}
 * @param listen where hosts listen, port 0; null leaves it to the network
 * @param silent an address that never answers a connection attempt; null for a full backlog on
 *     loopback, or, in virtual time, for an address of the documentation range
 * @param settleNanos what is enough for all that is under way to arrive. Too short never fails a
 *     correct transport, but misses what a faulty one delivers late
 */
public record NetworkUnderTest(
    Network network,
    LongConsumer passTime,
    boolean virtualTime,
    @Nullable Endpoint listen,
    @Nullable Endpoint silent,
    long settleNanos) {

  private static final Endpoint LOOPBACK = Endpoint.ofIpv4(0x7f000001, 0);

  /** A network with threads of its own, on 127.0.0.1. */
  public static NetworkUnderTest live(Network network) {
    return new NetworkUnderTest(
        network, LockSupport::parkNanos, false, LOOPBACK, null, 20_000_000L);
  }

  /**
   * A simulated network that loses no datagram and whose delays are below a second.
   *
   * @param passTime runs the simulation for so many nanoseconds of its own time
   */
  public static NetworkUnderTest virtual(Network network, LongConsumer passTime) {
    return new NetworkUnderTest(network, passTime, true, null, null, 3_000_000_000L);
  }

  /** This rig with another address that never answers. */
  public NetworkUnderTest withSilent(Endpoint address) {
    return new NetworkUnderTest(network, passTime, virtualTime, listen, address, settleNanos);
  }

  /** This rig where all that is under way arrives within another time, for slower overlays. */
  public NetworkUnderTest withSettle(Duration time) {
    return new NetworkUnderTest(network, passTime, virtualTime, listen, silent, time.toNanos());
  }

  /** This rig with hosts that listen elsewhere. */
  public NetworkUnderTest withListen(Endpoint address) {
    return new NetworkUnderTest(network, passTime, virtualTime, address, silent, settleNanos);
  }
}
