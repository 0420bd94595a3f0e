import org.jspecify.annotations.NullMarked;

/** The command line, the demo and the scale runs. Nothing here is an API, but all of it is read. */
@NullMarked
module io.peerwright.samples {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires transitive io.peerwright.api;
  requires io.peerwright.kit;
  requires io.peerwright.multicast;
  requires transitive io.peerwright.overlay.bittorrent;
  requires transitive io.peerwright.overlay.gnutella;
  requires io.peerwright.overlay.hybrid;
  requires io.peerwright.runtime;
  requires transitive io.peerwright.transport.inmemory;
  requires transitive java.logging;
  requires jdk.httpserver;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires micrometer.registry.prometheus;

  // For the benchmarks, which print and simulate in the same way.
  exports io.peerwright.samples.console;
  exports io.peerwright.samples.servents;
  exports io.peerwright.samples.simulate;
  exports io.peerwright.samples.swarm;

  // Picocli fills the fields of the commands.
  opens io.peerwright.samples.cli to
      info.picocli;
}
