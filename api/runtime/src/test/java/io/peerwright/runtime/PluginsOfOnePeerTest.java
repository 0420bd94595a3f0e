package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportDecorator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;

/**
 * The sections of naming and multicast, what plug-ins offer each other, and how decorations end.
 */
@Timeout(20)
class PluginsOfOnePeerTest {

  private static final String ALICE =
      """
      {"name": "alice", "transport": {"type": "fake"},
       "decorate": [{"type": "mapped"}],
       "naming": {"type": "directory", "label": "n"},
       "multicast": {"type": "groups", "label": "m"},
       "overlays": [{"type": "fake"}]}
      """;

  private final List<String> trace = new ArrayList<>();
  private final Service<Naming> naming = new Service<>("directory", Naming.class);
  private final Service<Multicast> multicast = new Service<>("groups", Multicast.class);
  private final Directory directory = new Directory(naming);
  private final Mapped mapped = new Mapped();
  private final Peerwright peerwright =
      Peerwright.builder()
          .with(plugins(directory, new Groups(multicast), mapped))
          .stopWithin(Duration.ofSeconds(3))
          .loopChecks(LoopChecks.OFF)
          .open();

  private static Module plugins(Provider<?>... plugins) {
    return binder -> {
      Multibinder<Provider<?>> set =
          Multibinder.newSetBinder(binder, new TypeLiteral<Provider<?>>() {});
      for (Provider<?> plugin : plugins) {
        set.addBinding().toInstance(plugin);
      }
    };
  }

  @AfterEach
  void close() {
    peerwright.close();
  }

  private Peer launch(String json) {
    Peer peer = peerwright.launch(peerwright.parse(json));
    FakeNetwork.of(peer).loop.turn();
    return peer;
  }

  private static void stop(Peer peer) {
    CompletableFuture<Void> stopped = peer.stop().toCompletableFuture();
    FakeNetwork.of(peer).loop.turn();
    stopped.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void servicesAreJoinedBeforeTheOverlaysAndLeftAfterThem() {
    Peer alice = launch(ALICE);
    assertEquals(
        List.of("directory", "groups", "fake"),
        alice.overlays().stream().map(Overlay::name).toList());
    assertSame(naming.capability, alice.naming().orElseThrow());
    assertSame(multicast.capability, alice.multicast().orElseThrow());
    stop(alice);
    assertEquals(
        List.of("directory joins", "groups joins", "groups leaves", "directory leaves", "unmapped"),
        trace);
  }

  @Test
  void aPluginSeesWhatTheOthersOfferButNotItself() {
    Peer alice = launch(ALICE);
    assertEquals(List.of(), naming.host.offered(Naming.class));
    assertEquals(List.of(naming.capability), multicast.host.offered(Naming.class));
    assertEquals(1, naming.host.offered(KeywordSearch.class).size());
    assertSame(mapped, naming.host.offered(Ports.class).get(0));
    assertEquals(List.of(naming.capability), mapped.host.offered(Naming.class));
    assertEquals(List.of(), mapped.host.offered(Ports.class));
    assertSame(mapped.outer, naming.host.transport());
    stop(alice);
  }

  @Test
  void withoutSectionsThereAreNone() {
    Peer alice =
        launch("{\"transport\": {\"type\": \"fake\"}, \"overlays\": [{\"type\": \"fake\"}]}");
    assertTrue(alice.naming().isEmpty());
    assertTrue(alice.multicast().isEmpty());
    stop(alice);
  }

  @Test
  void aWrongSectionIsAnErrorThatNamesIt() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> peerwright.parse(ALICE.replace("\"directory\"", "\"directry\"")));
    assertEquals("/naming/type", e.problems().get(0).pointer());
    assertEquals("directory", e.problems().get(0).nearest());
    PeerConfig config = PeerConfig.of("alice", "fake").namingBy(new PeerConfig.Section("groups"));
    e = assertThrows(ConfigException.class, () -> peerwright.launch(config));
    assertEquals("/naming", e.problems().get(0).pointer());
  }

  @Test
  void whatADecorationDidIsUndoneAlsoWhenAnOverlayCannotBeMade() {
    Peer alice =
        launch(
            ALICE.replace(
                "{\"type\": \"fake\"}]", "{\"type\": \"fake\", \"create\": \"throws\"}]"));
    alice.joined().toCompletableFuture().handle((nothing, error) -> trace.add(error.toString()));
    FakeNetwork.of(alice).loop.turn();
    assertTrue(trace.contains("unmapped"), trace.toString());
  }

  @Test
  void aDecorationThatDoesNotEndIsCutOffAtTheDeadline() {
    mapped.ending = new CompletableFuture<>();
    Peer alice = launch(ALICE);
    CompletableFuture<Void> stopped = alice.stop().toCompletableFuture();
    FakeNetwork network = FakeNetwork.of(alice);
    network.loop.turn();
    assertEquals("unmapped", trace.get(trace.size() - 1));
    network.loop.advance(Duration.ofMillis(2999));
    assertTrue(!network.isClosed());
    network.loop.advance(Duration.ofMillis(1));
    stopped.orTimeout(10, TimeUnit.SECONDS).join();
    assertTrue(network.isClosed());
  }

  /** What a decorator can tell about its ports. */
  private interface Ports extends Capability {}

  /** An overlay with one capability, and what was given to it. */
  private final class Service<C extends Capability> implements Overlay {

    private final String name;
    private final Class<C> type;
    private final C capability;
    private Host host;

    Service(String name, Class<C> type) {
      this.name = name;
      this.type = type;
      this.capability = Mockito.mock(type);
    }

    Service<C> on(Host machine) {
      host = machine;
      return this;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public CompletionStage<Void> join() {
      trace.add(name + " joins");
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> leave() {
      trace.add(name + " leaves");
      return CompletableFuture.completedStage(null);
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of();
    }

    @Override
    public List<Neighbour> neighbours() {
      return List.of();
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(type);
    }

    @Override
    public <T extends Capability> Optional<T> as(Class<T> wanted) {
      return wanted == type ? Optional.of(wanted.cast(capability)) : Optional.empty();
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {}
  }

  private static final class Directory extends FakeOverlay.Base
      implements NamingProvider<FakeOverlay.Config> {
    private final Service<?> service;

    Directory(Service<?> service) {
      this.service = service;
    }

    @Override
    public String name() {
      return service.name;
    }

    @Override
    public Overlay create(Host host, FakeOverlay.Config config) {
      return service.on(host);
    }
  }

  private static final class Groups extends FakeOverlay.Base
      implements MulticastProvider<FakeOverlay.Config> {
    private final Service<?> service;

    Groups(Service<?> service) {
      this.service = service;
    }

    @Override
    public String name() {
      return service.name;
    }

    @Override
    public Overlay create(Host host, FakeOverlay.Config config) {
      return service.on(host);
    }
  }

  /** A decorator that has something to tell, and something to undo. */
  private final class Mapped
      implements TransportDecorator<FakeDecorator.Config>, Decoration, Ports {

    private final Transport outer = Mockito.mock(Transport.class);
    private CompletionStage<Void> ending = CompletableFuture.completedStage(null);
    private Host host;

    @Override
    public String name() {
      return "mapped";
    }

    @Override
    public Class<FakeDecorator.Config> configType() {
      return FakeDecorator.Config.class;
    }

    @Override
    public FakeDecorator.Config defaults() {
      return new FakeDecorator.Config(1, List.of());
    }

    @Override
    public String explain(String component) {
      return "";
    }

    @Override
    public Decoration decorate(Host machine, FakeDecorator.Config config) {
      host = machine;
      return this;
    }

    @Override
    public Transport transport() {
      return outer;
    }

    @Override
    public <C extends Capability> Optional<C> as(Class<C> capability) {
      return capability == Ports.class ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public CompletionStage<Void> end() {
      trace.add("unmapped");
      return ending;
    }
  }
}
