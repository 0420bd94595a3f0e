package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.tck.FetchContract;
import io.peerwright.tck.NetworkUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

class GnutellaFetchContractTest extends FetchContract {

  private final GnutellaNetwork network =
      new GnutellaNetwork(Endpoint.parse("10.9.9.9:6346"), Tier.AUTO, Duration.ofSeconds(3));

  @Override
  protected NetworkUnderTest newNetwork() {
    return GnutellaNetwork.rig();
  }

  @Override
  protected CompletionStage<?> prepare(Network on) {
    return network.prepare(on);
  }

  @Override
  protected Overlay newPeer(Host host) {
    return network.peer(host);
  }
}
