package io.peerwright.multicast.auto;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;

/** The same over real sockets: the multicast of the kernel, on the loopback interface. */
class LiveAutoGroupsContractTest extends AutoGroupsContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()))
        .withSettle(Duration.ofMillis(60));
  }

  @Override
  protected boolean isOfTheWholeMachine() {
    return true;
  }
}
