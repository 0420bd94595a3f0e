package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.peers.PeerName;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the peers that a user or a link has named, whose hosts may be names to be looked up. */
public final class NamedPeers {

  private static final long WITHIN_NANOS = 30_000_000_000L;

  /** Of one list; a link may come from anybody. */
  private static final int MOST_NAMES = 20;

  private final Host host;
  private final AddressPolicy policy;
  private final Set<Handle> lookUps = new LinkedHashSet<>();

  public NamedPeers(Host host, AddressPolicy policy) {
    this.host = host;
    this.policy = policy;
  }

  /**
   * Tells of peers.
   *
   * @param sink told the addresses, and what is to be said of names that have none
   * @param source how near the one is that has named them
   */
  public void find(PeerSource.Sink sink, List<String> peers, Reach source) {
    List<Endpoint> addresses = new ArrayList<>();
    int names = 0;
    for (String peer : peers) {
      PeerName.address(peer).ifPresent(addresses::add);
      if (PeerName.address(peer).isEmpty() && ++names <= MOST_NAMES) {
        lookUp(sink, peer, source);
      }
    }
    tell(sink, addresses, source);
  }

  private void lookUp(PeerSource.Sink sink, String peer, Reach source) {
    Handle[] lookUp = new Handle[1];
    lookUp[0] =
        host.transport()
            .resolve(
                peer,
                WITHIN_NANOS,
                found -> {
                  lookUps.remove(lookUp[0]);
                  if (found.isEmpty()) {
                    sink.onStatus("the peer " + peer + " is not known");
                  }
                  tell(sink, found, source);
                });
    lookUps.add(lookUp[0]);
  }

  private void tell(PeerSource.Sink sink, List<Endpoint> found, Reach source) {
    List<Endpoint> permitted = policy.permitted(source, found);
    if (permitted.size() < found.size()) {
      String left =
          "peers in our own network that the link names are left out; name them yourself, or set"
              + " localAddresses to any";
      // Behind what the trackers say at the start.
      host.loop().execute(() -> sink.onStatus(left));
    }
    sink.onPeers(permitted);
  }

  public void close() {
    lookUps.forEach(Handle::close);
    lookUps.clear();
  }
}
