package io.peerwright.multicast.endhost;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.multicast.rendezvous.RendezvousConfig;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.PeersContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A network with a rendezvous server, for the contracts. */
final class EndHostNetwork {

  static final Endpoint LOOPBACK = Endpoint.ofIpv4(0x7f000001, 0);

  private final Endpoint at;
  private final EndHostConfig config;
  private volatile String server = "";

  EndHostNetwork(Endpoint at, EndHostConfig config) {
    this.at = at;
    this.config = config;
  }

  static NetworkUnderTest rig() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  static NetworkUnderTest liveRig() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()))
        .withSettle(Duration.ofMillis(150));
  }

  CompletionStage<?> prepare(Network network) {
    Host host = network.newHost("rendezvous", at, null);
    RendezvousConfig here = RendezvousConfig.DEFAULT.withListen(at);
    return PeersContract.joined(host, by -> new RendezvousProvider().create(by, here))
        .thenAccept(overlay -> server = overlay.endpoints().get(0).toString());
  }

  Overlay peer(Host host) {
    return new EndHostProvider()
        .create(host, config.withRendezvous(List.of(HostPort.parse(server))));
  }
}
