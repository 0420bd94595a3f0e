package io.peerwright.transport.vertx;

import io.peerwright.tck.Rig;
import io.peerwright.tck.TransportContract;

class VertxTransportContractTest extends TransportContract {

  @Override
  protected Rig newRig() {
    return Rig.live(new VertxProvider().open(Live.TWO_LOOPS));
  }
}
