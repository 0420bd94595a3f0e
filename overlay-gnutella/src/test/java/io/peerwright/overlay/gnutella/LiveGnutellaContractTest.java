package io.peerwright.overlay.gnutella;

import io.peerwright.tck.NetworkUnderTest;

/** The same over real sockets. */
class LiveGnutellaContractTest extends GnutellaContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    return GnutellaNetwork.liveRig();
  }
}
