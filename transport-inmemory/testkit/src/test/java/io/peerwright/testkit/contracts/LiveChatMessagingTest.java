package io.peerwright.testkit.contracts;

import io.peerwright.api.net.Endpoint;
import io.peerwright.tck.NetworkUnderTest;

/** The same over real sockets. */
class LiveChatMessagingTest extends MessagingMutantTest.Contract {

  @Override
  protected NetworkUnderTest newNetwork() {
    return Rigs.live();
  }

  @Override
  Endpoint firstListen() {
    return Endpoint.parse("127.0.0.1:0");
  }
}
