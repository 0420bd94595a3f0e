package io.peerwright.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Modules;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportProvider;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Puts one {@link Peerwright} together. {@link Peerwright#open} makes its injector of this module;
 * an application that is wired by Guice installs it in its own:
 *
 * <pre>{@code
 * Guice.createInjector(new PeerwrightModule()).getInstance(Peerwright.class)
 * }</pre>
 *
 * <p>What it binds, each of which another module may override ({@link Peerwright.Builder#with}, or
 * {@link Modules#override}):
 *
 * <table>
 * <caption>Bindings</caption>
 * <tr><td>{@link Plugins}</td><td>all that the service loader finds; a plug-in in the set of
 *     {@code Provider<?>} stands beside them, or in place of the one of its kind and name</td></tr>
 * <tr><td>{@link NetworkFactory}</td><td>opens the network of a transport section</td></tr>
 * <tr><td>{@link HostFactory}</td><td>gives a peer its host and its loop</td></tr>
 * <tr><td>{@link ConfigParser}</td><td>reads configurations</td></tr>
 * <tr><td>{@link MeterRegistry}</td><td>where meters go; not bound here, so that an application's
 *     own is used: without one a simple registry is made when somebody asks</td></tr>
 * <tr><td>{@link Clock}</td><td>by which meters are brought up to date</td></tr>
 * <tr><td>{@link LoopChecks}</td><td>whether capabilities refuse to be used off the loop</td></tr>
 * <tr><td>{@link EventWatch}</td><td>who hears what overlays tell of themselves</td></tr>
 * <tr><td>{@link PeerTimeouts}</td><td>how long to wait for peers</td></tr>
 * </table>
 *
 * <p>Guice makes nothing per peer, for there may be a million, and generates no classes: everything
 * is bound to an instance or to a provider made here. Whoever opened the injector closes the {@link
 * Peerwright}.
 */
public final class PeerwrightModule extends AbstractModule {

  private static final TypeLiteral<Provider<?>> PLUGIN = new TypeLiteral<>() {};
  private static final TypeLiteral<Set<Provider<?>>> PLUGINS = new TypeLiteral<>() {};
  private static final TypeLiteral<Optional<MeterRegistry>> REGISTRY = new TypeLiteral<>() {};

  /** With all that is on the class path and the module path. */
  public PeerwrightModule() {}

  @Override
  protected void configure() {
    bind(LoopChecks.class).toInstance(LoopChecks.byAssertions());
    bind(EventWatch.class).toInstance(EventWatch.NONE);
    bind(PeerTimeouts.class).toInstance(PeerTimeouts.DEFAULT);
    bind(Clock.class).toInstance(Clock.SYSTEM);
    bind(NetworkFactory.class).toInstance(TransportProvider::open);
    bind(HostFactory.class)
        .toInstance(
            (network, config) ->
                network.newHost(config.name(), config.listen(), config.directory()));
    OptionalBinder.newOptionalBinder(binder(), MeterRegistry.class);
    Multibinder.newSetBinder(binder(), PLUGIN);
    bindWhatNeedsOthers();
  }

  private void bindWhatNeedsOthers() {
    var injected = getProvider(Key.get(PLUGINS));
    var registry = getProvider(Key.get(REGISTRY));
    var plugins = getProvider(Plugins.class);
    var parser = getProvider(ConfigParser.class);
    var networks = getProvider(NetworkFactory.class);
    var hosts = getProvider(HostFactory.class);
    var clock = getProvider(Clock.class);
    var timeouts = getProvider(PeerTimeouts.class);
    var checks = getProvider(LoopChecks.class);
    var watch = getProvider(EventWatch.class);
    bind(Plugins.class)
        .toProvider(() -> Plugins.installed().overriddenBy(injected.get()))
        .in(Singleton.class);
    bind(ConfigParser.class)
        .toProvider(
            () -> {
              Plugins known = plugins.get();
              return (source, directory, text, settings) ->
                  ConfigReader.read(source, directory, text, settings, known);
            })
        .in(Singleton.class);
    bind(Peerwright.class)
        .toProvider(
            () ->
                new Peerwright(
                    plugins.get(),
                    parser.get(),
                    new Networks(networks.get(), hosts.get()),
                    new OverlayMeters(clock.get(), registry.get().orElse(null)),
                    timeouts.get(),
                    checks.get(),
                    watch.get()))
        .in(Singleton.class);
  }

  /**
   * One injector for a {@link Peerwright}.
   *
   * @param overrides bindings that take the place of this module's
   * @throws PeerwrightException if two plug-ins have the same name
   */
  static Peerwright open(Collection<? extends Module> overrides) {
    Module module = new PeerwrightModule();
    if (!overrides.isEmpty()) {
      module = Modules.override(module).with(overrides);
    }
    Injector injector = Guice.createInjector(Stage.DEVELOPMENT, module);
    try {
      return injector.getInstance(Peerwright.class);
    } catch (ProvisionException e) {
      if (e.getCause() instanceof PeerwrightException plain) {
        throw plain;
      }
      throw e;
    }
  }
}
