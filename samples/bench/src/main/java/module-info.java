import org.jspecify.annotations.NullMarked;

/** Measures the product beside what it is compared with. Nothing depends on it. */
@NullMarked
module io.peerwright.bench {
  requires static org.jspecify;
  requires info.picocli;
  requires io.aeron.client;
  requires io.aeron.driver;
  requires io.peerwright.api;
  requires io.peerwright.kit;
  requires io.peerwright.multicast;
  requires io.peerwright.overlay.bittorrent;
  requires io.peerwright.overlay.gnutella;
  requires io.peerwright.overlay.hybrid;
  requires io.peerwright.runtime;
  requires io.peerwright.samples;
  requires io.peerwright.transport.inmemory;
  requires io.vertx.core;
  requires java.logging;
  requires jdk.management;
  requires org.agrona.core;
  requires org.jgroups;

  uses io.peerwright.api.spi.TransportProvider;

  // Picocli fills the fields of the commands.
  opens io.peerwright.bench to
      info.picocli;
}
