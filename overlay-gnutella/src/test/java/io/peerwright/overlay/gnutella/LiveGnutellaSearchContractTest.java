package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The same over real sockets. */
class LiveGnutellaSearchContractTest extends GnutellaSearchContractTest {

  private final GnutellaNetwork live = GnutellaNetwork.live(Duration.ofMillis(400));

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
