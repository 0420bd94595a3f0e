package io.peerwright.multicast.auto;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.multicast.endhost.EndHostConfig;
import io.peerwright.multicast.rendezvous.RendezvousConfig;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.inmemory.lan.Lan;
import java.time.Duration;
import java.util.List;

/** The same with end-host multicast between the subnets, and a rendezvous server. */
class EndHostBridgeTest extends BridgeTest {

  /** Set by the constructor of the superclass: an initializer here would undo that. */
  private AutoConfig config;

  @Override
  AutoConfig centerConfig(Simulation network, Lan center) {
    Host host = center.newHost("rendezvous", null, null);
    Overlay server = new RendezvousProvider().create(host, RendezvousConfig.DEFAULT);
    host.loop().execute(server::join);
    network.runFor(Duration.ofSeconds(1));
    HostPort address = HostPort.parse(server.endpoints().get(0).toString());
    config = AutoConfig.DEFAULT.withEndHost(EndHostConfig.DEFAULT.withRendezvous(List.of(address)));
    return config;
  }

  @Override
  AutoConfig edgeConfig(HostPort hubAddress) {
    return config;
  }
}
