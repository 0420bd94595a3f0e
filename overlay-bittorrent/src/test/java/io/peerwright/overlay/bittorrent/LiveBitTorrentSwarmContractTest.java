package io.peerwright.overlay.bittorrent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.vertx.VertxProvider;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveBitTorrentSwarmContractTest extends BitTorrentSwarmContractTest {

  @Override
  protected NetworkUnderTest newNetwork() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  @Override
  protected CompletionStage<?> prepare(Network network) {
    return tracker(network, Endpoint.parse("127.0.0.1:0"));
  }
}
