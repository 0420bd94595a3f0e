import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import org.jspecify.annotations.NullMarked;

/** The Napster overlay: peers that publish their files at a central index server. */
@NullMarked
module io.peerwright.overlay.hybrid {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For applications that configure in code: the providers and their records.
  exports io.peerwright.overlay.hybrid;
  exports io.peerwright.overlay.hybrid.config;
  exports io.peerwright.overlay.hybrid.events;

  provides OverlayProvider with
      HybridProvider,
      HybridServerProvider;
}
