import io.peerwright.api.spi.TransportProvider;
import io.peerwright.transport.inmemory.InMemoryProvider;
import org.jspecify.annotations.NullMarked;

/**
 * The simulated network: the same protocol code and the same bytes as on real sockets, in virtual
 * time and repeatable, or paced by the real clock.
 */
@NullMarked
module io.peerwright.transport.inmemory {
  requires transitive io.peerwright.api;
  requires com.google.common.jimfs;
  // Jimfs needs it and does not say so.
  requires com.google.common;
  requires static org.jspecify;

  // For tests and experiments that drive virtual time; applications use the provider.
  exports io.peerwright.transport.inmemory;

  provides TransportProvider with
      InMemoryProvider;
}
