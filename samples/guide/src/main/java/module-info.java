import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.guide.dht.DhtProvider;
import org.jspecify.annotations.NullMarked;

/** The overlay of the guide for writers of plug-ins. */
@NullMarked
module io.peerwright.guide {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // The runtime makes its configuration.
  exports io.peerwright.guide.dht;

  provides OverlayProvider with
      DhtProvider;
}
