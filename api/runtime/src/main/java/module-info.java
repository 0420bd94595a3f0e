import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.api.spi.TransportProvider;
import org.jspecify.annotations.NullMarked;

/**
 * Starts and stops peers: finds the plug-ins, binds the configuration, publishes the meters.
 *
 * <p>Start reading at {@link io.peerwright.runtime.Peerwright}.
 */
@NullMarked
module io.peerwright.runtime {
  requires transitive io.peerwright.api;
  // In signatures: watching a folder being shared.
  requires transitive io.peerwright.kit;
  // In signatures: an application hands in its own registry, and may be wired by Guice.
  requires transitive com.google.guice;
  requires transitive micrometer.core;
  // Guice, which is no module of its own, needs it and cannot say so.
  requires jakarta.inject;
  requires com.fasterxml.jackson.core;
  // Meters for Prometheus, where a configuration asks for that.
  requires jdk.httpserver;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires static org.jspecify;

  // For applications.
  exports io.peerwright.runtime;

  uses MulticastProvider;
  uses NamingProvider;
  uses OverlayProvider;
  uses TransportDecorator;
  uses TransportProvider;
}
