package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveGnutellaFetchContractTest extends GnutellaFetchContractTest {

  private final GnutellaNetwork network = GnutellaNetwork.live(Duration.ofMillis(600));

  @Override
  protected NetworkUnderTest newNetwork() {
    return GnutellaNetwork.liveRig();
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
