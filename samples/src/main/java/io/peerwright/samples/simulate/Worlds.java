package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.Simulation;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The worlds that there are. */
final class Worlds {

  /** The overlays that can be simulated, by name. */
  static final Map<String, Maker> KNOWN =
      new TreeMap<>(Map.<String, Maker>of("hybrid", Napster::new));

  /** Those in which things can go wrong, which the peers of one swarm are not. */
  static final Map<String, Maker> TRIED =
      new TreeMap<>(Map.<String, Maker>of("gnutella", Servents::new, "hybrid", Napster::new));

  /** For some of them how peers are that come back soon after a fault. */
  static final Map<String, Record> IMPATIENT = Map.of("hybrid", Napster.IMPATIENT);

  /**
   * Makes a world; of the configuration of a peer, if one is given, all but addresses counts.
   * Several servers share the peers among them, where there are servers.
   */
  interface Maker {
    World make(Simulation simulation, @Nullable Record config, int servers);
  }

  private Worlds() {}
}
