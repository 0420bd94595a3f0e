import org.jspecify.annotations.NullMarked;

/** Building blocks for writers of overlays. */
@NullMarked
module io.peerwright.kit {
  requires transitive io.peerwright.api;
  requires static org.jspecify;

  // For writers of overlays.
  exports io.peerwright.kit;
}
