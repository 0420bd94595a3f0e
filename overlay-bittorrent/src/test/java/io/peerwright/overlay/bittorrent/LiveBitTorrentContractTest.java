package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveBitTorrentContractTest extends BitTorrentContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }
}
