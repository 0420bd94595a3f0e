import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.multicast.auto.AutoProvider;
import io.peerwright.multicast.endhost.EndHostProvider;
import io.peerwright.multicast.flood.FloodPruneProvider;
import io.peerwright.multicast.ip.IpMulticastProvider;
import io.peerwright.multicast.rendezvous.RendezvousProvider;
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
  exports io.peerwright.multicast.auto;
  exports io.peerwright.multicast.endhost;
  exports io.peerwright.multicast.flood;
  exports io.peerwright.multicast.ip;
  exports io.peerwright.multicast.rendezvous;

  provides MulticastProvider with
      AutoProvider,
      EndHostProvider,
      FloodPruneProvider,
      IpMulticastProvider;
  provides OverlayProvider with
      RendezvousProvider;
}
