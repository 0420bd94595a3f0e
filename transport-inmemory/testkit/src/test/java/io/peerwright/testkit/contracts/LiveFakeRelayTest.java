package io.peerwright.testkit.contracts;

import io.peerwright.tck.NetworkUnderTest;

/** The same over real sockets. */
class LiveFakeRelayTest extends RelayMutantTest.Contract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return Rigs.live();
  }
}
