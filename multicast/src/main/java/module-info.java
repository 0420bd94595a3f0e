import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.multicast.flood.FloodPruneProvider;
import io.peerwright.multicast.ip.IpMulticastProvider;
import org.jspecify.annotations.NullMarked;

/** One message to many: by IP multicast, by flood and prune, among end hosts. */
@NullMarked
module io.peerwright.multicast {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For writers of other kinds of multicast: sources, sequence numbers, what was heard before.
  exports io.peerwright.multicast.delivery;
  exports io.peerwright.multicast.reliable;

  // For applications: what addresses mean, and groups that have only a name.
  exports io.peerwright.multicast.address;

  // For applications that configure in code: the providers and their records.
  exports io.peerwright.multicast.flood;
  exports io.peerwright.multicast.ip;

  provides MulticastProvider with
      FloodPruneProvider,
      IpMulticastProvider;
}
