package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
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
  private final GnutellaConfig config;
  private volatile String first = "";

  /**
   * No network yet.
   *
   * @param at where the first servent listens
   * @param role of all others
   */
  GnutellaNetwork(Endpoint at, Tier role, Duration quiet) {
    this(at, role, GnutellaConfig.DEFAULT.withQuiet(quiet));
  }

  private GnutellaNetwork(Endpoint at, Tier role, GnutellaConfig config) {
    this.at = at;
    this.role = role;
    this.config = config;
  }

  /** The same over real sockets: floods, for what others bring to the network takes its time. */
  static GnutellaNetwork live(Duration quiet) {
    return new GnutellaNetwork(
        LiveServent.ANY_PORT,
        Tier.AUTO,
        GnutellaConfig.DEFAULT.withQuiet(quiet).withForwarding(ForwardingKind.FLOOD, 0));
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

  /** Adds the first servent. */
  CompletionStage<?> prepare(Network network) {
    Host host = network.newHost("first", at, null);
    GnutellaConfig here =
        config.withListen(at).withRole(role == Tier.LEGACY ? role : Tier.ULTRAPEER);
    return PeersContract.joined(host, by -> new GnutellaProvider().create(by, here))
        .thenAccept(overlay -> first = overlay.endpoints().get(0).toString());
  }

  Overlay peer(Host host) {
    GnutellaConfig here = config.withBootstrap(List.of(HostPort.parse(first))).withRole(role);
    return new GnutellaProvider().create(host, here);
  }
}
