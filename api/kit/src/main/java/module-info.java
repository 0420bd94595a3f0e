import org.jspecify.annotations.NullMarked;

/** Building blocks for writers of overlays. */
@NullMarked
module io.peerwright.kit {
  requires transitive io.peerwright.api;
  requires static org.jspecify;

  // For writers of overlays.
  exports io.peerwright.kit;
  // For tests and tools: what passed over a transport, and the same once more.
  exports io.peerwright.kit.record;
}
