package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link PeerwrightModule} binds can be overridden, each binding by itself. */
@Timeout(20)
class PeerwrightModuleTest {

  private static final String ALICE =
      """
      {"name": "alice", "transport": {"type": "fake", "threaded": true},
       "overlays": [{"type": "fake"}]}
      """;

  /** Adds plug-ins to the set that is injected. */
  private static Module plugins(Provider<?>... plugins) {
    return binder -> {
      Multibinder<Provider<?>> set =
          Multibinder.newSetBinder(binder, new TypeLiteral<Provider<?>>() {});
      for (Provider<?> plugin : plugins) {
        set.addBinding().toInstance(plugin);
      }
    };
  }

  @Test
  void aTestSwapsTheTransportProviderAndTheMeterRegistry() {
    MarkingTransport transport = new MarkingTransport();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Peerwright peerwright =
        Peerwright.builder()
            .with(
                plugins(transport), binder -> binder.bind(MeterRegistry.class).toInstance(registry))
            .open()) {
      peerwright.start(peerwright.parse(ALICE));
      assertEquals(1, transport.opened, "the provider in place of the one of its name");
      assertSame(registry, peerwright.meters());
      assertEquals(1, registry.get("peerwright.peers").gauge().value());
    }
    assertTrue(registry.getMeters().isEmpty());
  }

  @Test
  void pluginsOfAModuleStandBesideThoseFound() {
    try (Peerwright peerwright = Peerwright.builder().with(plugins(new Extra())).open()) {
      assertEquals(
          List.of("extra", "fake", "idle"), List.copyOf(peerwright.plugins().overlays().keySet()));
    }
  }

  @Test
  void networksAndHostsWithTheirLoopsCanBeOverridden() {
    List<String> calls = new ArrayList<>();
    Module networks =
        binder ->
            binder
                .bind(NetworkFactory.class)
                .toInstance(
                    new NetworkFactory() {
                      @Override
                      public <C extends Record> Network open(
                          TransportProvider<C> provider, C config) {
                        calls.add("network " + provider.name());
                        return provider.open(config);
                      }
                    });
    HostFactory decorating =
        (network, config) -> {
          calls.add("host " + config.name());
          return network.newHost(config.name(), config.listen(), config.directory());
        };
    Module hosts = binder -> binder.bind(HostFactory.class).toInstance(decorating);
    try (Peerwright peerwright = Peerwright.builder().with(networks, hosts).open()) {
      Peer alice = peerwright.start(peerwright.parse(ALICE));
      peerwright.start(alice.config().named("bob"));
    }
    assertEquals(List.of("network fake", "host alice", "host bob"), calls);
  }

  @Test
  void theConfigurationCanComeFromElsewhere() {
    PeerConfig fixed = PeerConfig.of("fixed", "fake").with("idle");
    ConfigParser parser = (source, directory, text, settings) -> fixed.named(source + ": " + text);
    try (Peerwright peerwright =
        Peerwright.builder()
            .with(binder -> binder.bind(ConfigParser.class).toInstance(parser))
            .open()) {
      assertEquals("the configuration: name=bob", peerwright.parse("name=bob").name());
    }
  }

  @Test
  void metersFollowTheClockThatIsBound() {
    AtomicLong now = new AtomicLong();
    Module clock = binder -> binder.bind(Clock.class).toInstance(new SettableClock(now));
    try (Peerwright peerwright =
        Peerwright.builder()
            .with(clock)
            .loopChecks(LoopChecks.OFF)
            .stopWithin(Duration.ofSeconds(3))
            .open()) {
      Peer alice = peerwright.launch(PeerConfig.of("alice", "fake").with("fake"));
      FakeLoop loop = FakeNetwork.of(alice).loop;
      loop.turn();
      FakeOverlay overlay = (FakeOverlay) alice.overlays().get(0);
      overlay.searches = 3;
      readPeers(peerwright);
      loop.turn();
      overlay.searches = 5;
      now.addAndGet(999_999_999);
      readPeers(peerwright);
      loop.turn();
      assertEquals(3, searches(peerwright), "the clock says that it is too early");
      now.addAndGet(1);
      readPeers(peerwright);
      loop.turn();
      assertEquals(5, searches(peerwright));
      alice.stop();
      loop.turn();
    }
  }

  private static double readPeers(Peerwright peerwright) {
    return peerwright.meters().get("peerwright.peers").gauge().value();
  }

  private static double searches(Peerwright peerwright) {
    return peerwright.meters().get("peerwright.overlay.searches.sent").functionCounter().count();
  }

  @Test
  void anApplicationWiredByGuiceInstallsTheModule() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Injector injector =
        Guice.createInjector(
            new PeerwrightModule(),
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(MeterRegistry.class).toInstance(registry);
              }
            });
    try (Peerwright peerwright = injector.getInstance(Peerwright.class)) {
      assertSame(peerwright, injector.getInstance(Peerwright.class));
      assertSame(registry, peerwright.meters());
    }
    try (Peerwright other =
        Guice.createInjector(new PeerwrightModule()).getInstance(Peerwright.class)) {
      assertNotSame(registry, other.meters());
    }
  }

  @Test
  void problemsOfPluginsAreToldPlainlyAndThoseOfModulesByGuice() {
    Peerwright.Builder twins = Peerwright.builder().with(plugins(new Extra(), new Extra()));
    PeerwrightException e = assertThrows(PeerwrightException.class, twins::open);
    assertTrue(e.getMessage().contains("are called \"extra\""), e.getMessage());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Peerwright.Builder twice = Peerwright.builder().meters(registry).meters(registry);
    Peerwright.Builder conflict =
        Peerwright.builder().meters(registry).meters(new SimpleMeterRegistry());
    twice.open().close();
    assertThrows(CreationException.class, conflict::open);
  }

  private static final class MarkingTransport implements TransportProvider<FakeTransport.Config> {

    private final FakeTransport plain = new FakeTransport();
    private int opened;

    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public Class<FakeTransport.Config> configType() {
      return plain.configType();
    }

    @Override
    public FakeTransport.Config defaults() {
      return plain.defaults();
    }

    @Override
    public String explain(String component) {
      return plain.explain(component);
    }

    @Override
    public Network open(FakeTransport.Config config) {
      opened++;
      return plain.open(config);
    }
  }

  private static final class Extra extends FakeOverlay.Base {
    @Override
    public String name() {
      return "extra";
    }
  }
}
