package io.peerwright.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.micrometer.core.instrument.MeterRegistry;

/** Puts one {@link Peerwright} together. Peers are made by hand: there may be a million. */
final class RuntimeModule extends AbstractModule {

  private final Peerwright.Builder options;

  RuntimeModule(Peerwright.Builder options) {
    this.options = options;
  }

  @Provides
  @Singleton
  Plugins plugins() {
    return options.findPlugins();
  }

  @Provides
  @Singleton
  MeterRegistry registry() {
    return options.meterRegistry();
  }

  @Provides
  @Singleton
  Networks networks() {
    return new Networks();
  }

  @Provides
  @Singleton
  OverlayMeters meters(MeterRegistry registry) {
    return new OverlayMeters(registry, System::nanoTime);
  }

  @Provides
  @Singleton
  Peerwright peerwright(
      Plugins plugins, Networks networks, OverlayMeters meters, MeterRegistry registry) {
    return new Peerwright(options, plugins, networks, meters, registry);
  }
}
