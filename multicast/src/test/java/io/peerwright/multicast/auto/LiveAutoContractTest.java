package io.peerwright.multicast.auto;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;

/** The same over real sockets. */
class LiveAutoContractTest extends AutoContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()))
        .withSettle(Duration.ofMillis(150));
  }
}
