package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.tck.BrowseContract;
import io.peerwright.tck.NetworkUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

class GnutellaBrowseContractTest extends BrowseContract {

  private final GnutellaNetwork network =
      new GnutellaNetwork(Endpoint.parse("10.9.9.9:6346"), role(), Duration.ofSeconds(3));

  /** The role of all but the first servent. */
  protected Tier role() {
    return Tier.AUTO;
  }

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
