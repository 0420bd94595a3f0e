package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/** Hits for searches of our own, and of leaves that go on as ours, over links and as datagrams. */
final class HitReceiver implements OutOfBand.Asker {

  private final AddressPolicy policy;
  private final Counters counters;
  private @Nullable Searches searches;
  private @Nullable LeafQueries forLeaves;
  private @Nullable QueryGuids guids;

  HitReceiver(AddressPolicy policy, Counters counters) {
    this.policy = policy;
    this.counters = counters;
  }

  /** Hands them to these from now on. */
  void serve(Searches ours, LeafQueries ofLeaves, QueryGuids names) {
    searches = ours;
    forLeaves = ofLeaves;
    guids = names;
  }

  @Override
  public int wanted(Guid query) {
    if (searches == null || forLeaves == null || guids == null || !guids.isOutOfBand(query)) {
      return 0;
    }
    SearchCall call = searches.get(query);
    return call == null ? forLeaves.wanted(query) : call.wanted();
  }

  @Override
  public void onHit(Endpoint from, Guid query, QueryHit hit) {
    try {
      if (searches != null && searches.get(query) != null) {
        counters.hits++;
        searches.onHits(
            query, HitReader.read(GnutellaServent.NAME, hit, named -> policy.permits(from, named)));
      } else if (forLeaves != null) {
        forLeaves.onProxiedHit(query, hit);
      }
    } catch (MalformedException malformed) {
      counters.malformed++;
    }
  }
}
