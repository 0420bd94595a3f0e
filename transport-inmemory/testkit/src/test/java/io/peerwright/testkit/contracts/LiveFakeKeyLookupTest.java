package io.peerwright.testkit.contracts;

import io.peerwright.tck.NetworkUnderTest;

/** The same among the threads of real loops. */
class LiveFakeKeyLookupTest extends KeyLookupMutantTest.Contract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return Rigs.live();
  }
}
