package io.peerwright.decorators;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A network each of whose hosts has something around its transport.
 *
 * @param decoration called on the loop of the host
 */
public record DecoratedNetwork(Network inner, Function<Host, Transport> decoration)
    implements Network {

  /** With the decorators of one configuration. */
  public static <C extends Record> DecoratedNetwork of(
      Network inner, TransportDecorator<C> decorator, C config) {
    return new DecoratedNetwork(inner, host -> decorator.decorate(host, config).transport());
  }

  /** The contract's rig around a simulation, which a test drives. */
  public static <C extends Record> NetworkUnderTest simulated(
      TransportDecorator<C> decorator, C config) {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(500, 5_000);
    Simulation simulation =
        Simulation.create(InMemoryConfig.DEFAULT.withPoison().withNetwork(network));
    simulation.onError((host, thrown) -> {});
    return NetworkUnderTest.virtual(
        of(simulation, decorator, config), nanos -> simulation.runFor(Duration.ofNanos(nanos)));
  }

  /** The contract's rig around real sockets. */
  public static <C extends Record> NetworkUnderTest live(
      TransportDecorator<C> decorator, C config) {
    VertxProvider provider = new VertxProvider();
    return NetworkUnderTest.live(of(provider.open(provider.defaults()), decorator, config));
  }

  @Override
  public Host newHost(String name, Endpoint listen, Path directory) {
    Host host = inner.newHost(name, listen, directory);
    if (host.loop().isCurrent()) {
      return new DecoratedHost(host, decoration.apply(host));
    }
    CompletableFuture<Transport> made = new CompletableFuture<>();
    host.loop().execute(() -> made.completeAsync(() -> decoration.apply(host), Runnable::run));
    try {
      return new DecoratedHost(host, made.get(60, TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new AssertionError("cannot decorate " + name, e);
    }
  }

  @Override
  public void close() {
    inner.close();
  }
}
