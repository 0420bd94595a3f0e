import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.multicast.flood.FloodPruneProvider;
import org.jspecify.annotations.NullMarked;

/** One message to many: by IP multicast, by flood and prune, among end hosts. */
@NullMarked
module io.peerwright.multicast {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For writers of other kinds of multicast: sources, sequence numbers, what was heard before.
  exports io.peerwright.multicast.delivery;

  // For applications that configure in code: the provider and its record.
  exports io.peerwright.multicast.flood;

  provides MulticastProvider with
      FloodPruneProvider;
}
