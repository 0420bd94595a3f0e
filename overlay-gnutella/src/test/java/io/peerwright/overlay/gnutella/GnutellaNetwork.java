package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.PeersContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A network with one ultrapeer to begin with, for the contracts. */
final class GnutellaNetwork {

  private final Endpoint at;
  private final Tier role;
  private final Duration quiet;
  private volatile String first = "";

  /**
   * No network yet.
   *
   * @param at where the first servent listens
   * @param role of all others
   */
  GnutellaNetwork(Endpoint at, Tier role, Duration quiet) {
    this.at = at;
    this.role = role;
    this.quiet = quiet;
  }

  static NetworkUnderTest rig() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  static NetworkUnderTest liveRig() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  private GnutellaConfig config() {
    return GnutellaConfig.DEFAULT.withQuiet(quiet);
  }

  /** Adds the first servent. */
  CompletionStage<?> prepare(Network network) {
    Host host = network.newHost("first", at, null);
    GnutellaConfig config =
        config().withListen(at).withRole(role == Tier.LEGACY ? role : Tier.ULTRAPEER);
    return PeersContract.joined(host, here -> new GnutellaProvider().create(here, config))
        .thenAccept(overlay -> first = overlay.endpoints().get(0).toString());
  }

  Overlay peer(Host host) {
    GnutellaConfig config = config().withBootstrap(List.of(HostPort.parse(first))).withRole(role);
    return new GnutellaProvider().create(host, config);
  }
}
