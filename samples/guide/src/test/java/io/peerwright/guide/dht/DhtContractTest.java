package io.peerwright.guide.dht;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.tck.KeyLookupContract;
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

/** The table keeps the contracts of overlays and of stores, simulated and over real sockets. */
class DhtContractTest {

  private static final DhtProvider PROVIDER = new DhtProvider();

  private static NetworkUnderTest simulated() {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT.withPoison());
    return NetworkUnderTest.virtual(
        simulation, nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  private static NetworkUnderTest live() {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(provider.open(provider.defaults()));
  }

  abstract static class Alone extends OverlayContract<DhtConfig> {
    @Override
    protected OverlayProvider<DhtConfig> provider() {
      return PROVIDER;
    }
  }

  abstract static class Together extends KeyLookupContract {
    private volatile List<HostPort> bootstrap = List.of();

    /** One that the others join at. */
    CompletionStage<?> first(Network network, Endpoint at) {
      Host host = network.newHost("first", at, null);
      return PeersContract.joined(host, it -> PROVIDER.create(it, PROVIDER.defaults()))
          .thenAccept(
              overlay ->
                  bootstrap = List.of(HostPort.parse(overlay.endpoints().get(0).toString())));
    }

    @Override
    protected Overlay newPeer(Host host) {
      return PROVIDER.create(host, new DhtConfig(0, bootstrap, Duration.ofHours(1)));
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
      return first(network, Endpoint.parse("10.0.0.1:0"));
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
      return first(network, Endpoint.parse("127.0.0.1:0"));
    }
  }
}
