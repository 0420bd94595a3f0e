package io.peerwright.decorators.limit;

import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.decorators.limit.LimitConfig.Rates;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

/** The contract around the simulation. */
class SimulatedLimitContractTest extends TransportContract {

  private static final LimitConfig CONFIG =
      LimitConfig.DEFAULT
          .withLink(Rates.of(40_000_000, 50_000_000))
          .withPeer(Rates.of(60_000_000, 55_000_000))
          .withHost(Rates.of(50_000_000, 60_000_000));

  @Override
  protected NetworkUnderTest newNetwork() {
    return DecoratedNetwork.simulated(new LimitDecorator(), CONFIG);
  }
}
