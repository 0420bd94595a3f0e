import org.jspecify.annotations.NullMarked;

/** How a network behaves: what a simulation is told, and the faults around any transport. */
@NullMarked
module io.peerwright.kit.network {
  requires static org.jspecify;

  // For simulations and decorators, and for who configures them in code.
  exports io.peerwright.kit.network;
}
