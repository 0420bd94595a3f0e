package io.peerwright.overlay.bittorrent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.tck.Rig;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveTrackerContractTest extends TrackerContractTest {

  @Override
  protected Rig newRig() {
    VertxProvider provider = new VertxProvider();
    return Rig.live(provider.open(provider.defaults()));
  }

  @Override
  protected TrackerConfig config() {
    return TrackerConfig.DEFAULT.withListen(Endpoint.parse("127.0.0.1:0"));
  }
}
