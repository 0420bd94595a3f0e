package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.Rig;
import io.peerwright.transport.vertx.VertxProvider;

/** The same over real sockets. */
class LiveBitTorrentContractTest extends BitTorrentContractTest {

  @Override
  protected Rig newRig() {
    VertxProvider provider = new VertxProvider();
    return Rig.live(provider.open(provider.defaults()));
  }
}
