import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import org.jspecify.annotations.NullMarked;

/** The Gnutella overlay: servents that find each other and each other's files without a server. */
@NullMarked
module io.peerwright.overlay.gnutella {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For applications that configure in code: the provider and its record.
  exports io.peerwright.overlay.gnutella;
  exports io.peerwright.overlay.gnutella.config;
  exports io.peerwright.overlay.gnutella.events;

  provides OverlayProvider with
      GnutellaProvider;
}
