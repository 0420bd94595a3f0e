package io.peerwright.transport.vertx;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.TransportContract;

class VertxTransportContractTest extends TransportContract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return NetworkUnderTest.live(new VertxProvider().open(Live.TWO_LOOPS));
  }
}
