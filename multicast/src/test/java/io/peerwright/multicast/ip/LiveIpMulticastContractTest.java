package io.peerwright.multicast.ip;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveIpMulticastContractTest extends IpMulticastContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }
}
