package io.peerwright.multicast.flood;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.tck.MulticastOverlayContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.OverlayContract;
import io.peerwright.tck.PeersContract;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;

/** Keeps the contracts of overlays and of multicast, simulated and over real sockets. */
class FloodPruneContractTest {

  private static final FloodPruneProvider PROVIDER = new FloodPruneProvider();

  private static NetworkUnderTest simulated() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  private static NetworkUnderTest live() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  abstract static class Alone extends OverlayContract<FloodPruneConfig> {
    @Override
    protected OverlayProvider<FloodPruneConfig> provider() {
      return PROVIDER;
    }
  }

  abstract static class Together extends MulticastOverlayContract {
    private volatile List<HostPort> others = List.of();

    /** Two that are linked; each peer is linked to both, so that messages come on two ways. */
    CompletionStage<?> hubs(Network network, Endpoint at, Endpoint secondAt) {
      others = List.of();
      return hub(network, "first", at).thenCompose(done -> hub(network, "second", secondAt));
    }

    private CompletionStage<?> hub(Network network, String name, Endpoint at) {
      Host host = network.newHost(name, at, null);
      return PeersContract.joined(host, this::newPeer)
          .thenAccept(
              overlay -> {
                HostPort here = HostPort.parse(overlay.endpoints().get(0).toString());
                others = others.isEmpty() ? List.of(here) : List.of(others.get(0), here);
              });
    }

    @Override
    protected Overlay newPeer(Host host) {
      return PROVIDER.create(host, FloodPruneConfig.DEFAULT.withNeighbours(others));
    }
  }

  @Nested
  class AloneSimulated extends Alone {
    @Override
    protected NetworkUnderTest newNetwork() {
      return simulated();
    }
  }

  @Nested
  class AloneLive extends Alone {
    @Override
    protected NetworkUnderTest newNetwork() {
      return live();
    }
  }

  @Nested
  class TogetherSimulated extends Together {
    @Override
    protected NetworkUnderTest newNetwork() {
      return simulated();
    }

    @Override
    protected CompletionStage<?> prepare(Network network) {
      return hubs(network, Endpoint.parse("10.0.0.1:0"), Endpoint.parse("10.0.0.2:0"));
    }
  }

  @Nested
  class TogetherLive extends Together {
    @Override
    protected NetworkUnderTest newNetwork() {
      return live();
    }

    @Override
    protected CompletionStage<?> prepare(Network network) {
      Endpoint any = Endpoint.parse("127.0.0.1:0");
      return hubs(network, any, any);
    }
  }
}
