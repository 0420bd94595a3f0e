import org.jspecify.annotations.NullMarked;

/** The Gnutella overlay: servents that find each other and each other's files without a server. */
@NullMarked
module io.peerwright.overlay.gnutella {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;
}
