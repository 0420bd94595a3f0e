package io.peerwright.multicast.ip;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;

/** The same over real sockets: the multicast of the kernel, on the loopback interface. */
class LiveIpGroupsContractTest extends IpGroupsContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()))
        .withSettle(Duration.ofMillis(40));
  }

  @Override
  protected boolean isOfTheWholeMachine() {
    return true;
  }
}
