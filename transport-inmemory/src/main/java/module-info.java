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
  requires transitive io.peerwright.kit.network;
  requires com.google.common.jimfs;
  // Jimfs needs it and does not say so.
  requires com.google.common;
  requires static org.jspecify;

  // For tests and experiments that drive virtual time; applications use the provider.
  exports io.peerwright.transport.inmemory;
  // For those who let hosts and networks fail, by a plan or by hand.
  exports io.peerwright.transport.inmemory.faults;
  // For those who put hosts on LANs and multicast routers between them.
  exports io.peerwright.transport.inmemory.lan;
  // For those who put NAT boxes before hosts.
  exports io.peerwright.transport.inmemory.nat;
  // For those who put routers between hosts and measure what crosses their lines.
  exports io.peerwright.transport.inmemory.topology;

  provides TransportProvider with
      InMemoryProvider;
}
