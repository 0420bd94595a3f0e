package io.peerwright.overlay.bittorrent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveTrackerContractTest extends TrackerContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  @Override
  protected TrackerConfig config() {
    return TrackerConfig.DEFAULT.withListen(Endpoint.parse("127.0.0.1:0"));
  }
}
