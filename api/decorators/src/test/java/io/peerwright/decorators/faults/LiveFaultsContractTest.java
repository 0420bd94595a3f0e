package io.peerwright.decorators.faults;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

/** The contract around real sockets. */
class LiveFaultsContractTest extends TransportContract {

  private static final NetworkModel CONFIG =
      NetworkModel.DEFAULT
          .withLatencyMicros(100, 900)
          .withJitterMicros(700)
          .withBandwidth(50_000_000, 60_000_000)
          .withSegments(5_000, true);

  @Override
  protected NetworkUnderTest newNetwork() {
    return DecoratedNetwork.live(new FaultsDecorator(), CONFIG);
  }
}
