package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.tck.NetworkUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveGnutellaBrowseContractTest extends GnutellaBrowseContractTest {

  private final GnutellaNetwork live =
      new GnutellaNetwork(Endpoint.parse("127.0.0.1:0"), Tier.AUTO, Duration.ofMillis(400));

  @Override
  protected NetworkUnderTest newNetwork() {
    return GnutellaNetwork.liveRig();
  }

  @Override
  protected CompletionStage<?> prepare(Network on) {
    return live.prepare(on);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return live.peer(host);
  }
}
