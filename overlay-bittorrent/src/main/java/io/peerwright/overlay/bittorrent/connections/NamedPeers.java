package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.hosts.HostLookups;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.peers.PeerName;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.util.List;

/** Finds the peers that a user or a link has named, whose hosts may be names to be looked up. */
public final class NamedPeers {

  private static final long WITHIN_NANOS = 30_000_000_000L;

  /** Of one list; a link may come from anybody. */
  private static final int MOST_NAMES = 20;

  private final Host host;
  private final HostLookups lookUps;

  public NamedPeers(Host host, AddressPolicy policy) {
    this.host = host;
    this.lookUps = new HostLookups(host.transport(), policy, WITHIN_NANOS, MOST_NAMES);
  }

  /**
   * Tells of peers.
   *
   * @param sink told the addresses, and what is to be said of names that have none
   * @param source how near the one is that has named them
   */
  public void find(PeerSource.Sink sink, List<String> peers, Reach source) {
    List<HostPort> hosts = peers.stream().flatMap(peer -> PeerName.of(peer).stream()).toList();
    lookUps.find(hosts, source, new Found(sink));
  }

  private final class Found implements HostLookups.Listener {

    private final PeerSource.Sink sink;

    Found(PeerSource.Sink sink) {
      this.sink = sink;
    }

    @Override
    public void onFound(List<Endpoint> permitted, int leftOut) {
      if (leftOut > 0) {
        String left =
            "peers in our own network that the link names are left out; name them yourself, or set"
                + " localAddresses to any";
        // Behind what the trackers say at the start.
        host.loop().execute(() -> sink.onStatus(left));
      }
      sink.onPeers(permitted);
    }

    @Override
    public void onUnknown(HostPort peer) {
      sink.onStatus("the peer " + peer + " is not known");
      sink.onPeers(List.of());
    }
  }

  public void close() {
    lookUps.close();
  }
}
