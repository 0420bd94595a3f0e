package io.peerwright.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerwright.api.spi.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Puts one {@link Peerwright} together for an application that is wired by Guice:
 *
 * <pre>{@code
 * Guice.createInjector(new PeerwrightModule()).getInstance(Peerwright.class)
 * }</pre>
 *
 * <p>Binds {@link Peerwright} and {@link Plugins} as singletons. A {@link MeterRegistry} is used if
 * one is bound. Plug-ins that want something injected are added to the set of {@code Provider<?>};
 * they stand beside those that the service loader finds. Guice makes nothing per peer, for there
 * may be a million. Whoever opened the injector closes the {@link Peerwright}.
 */
public final class PeerwrightModule extends AbstractModule {

  private static final TypeLiteral<Provider<?>> PLUGIN = new TypeLiteral<>() {};

  /** With all that is on the class path and the module path. */
  public PeerwrightModule() {}

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), PLUGIN);
    OptionalBinder.newOptionalBinder(binder(), MeterRegistry.class);
  }

  @Provides
  @Singleton
  Plugins plugins(Set<Provider<?>> injected) {
    return Plugins.installed().with(injected);
  }

  @Provides
  @Singleton
  Peerwright peerwright(Plugins plugins, Optional<MeterRegistry> registry) {
    Peerwright.Builder builder = Peerwright.builder().plugins(plugins);
    registry.ifPresent(builder::meters);
    return builder.open();
  }
}
