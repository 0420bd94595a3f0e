package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/** Hits for searches of our own, over links and as datagrams. */
final class HitReceiver implements OutOfBand.Asker {

  private final AddressPolicy policy;
  private final Counters counters;
  private @Nullable Searches searches;
  private @Nullable QueryGuids guids;

  HitReceiver(AddressPolicy policy, Counters counters) {
    this.policy = policy;
    this.counters = counters;
  }

  /** Hands them to these from now on. */
  void serve(Searches ours, QueryGuids names) {
    searches = ours;
    guids = names;
  }

  @Override
  public int wanted(Guid query) {
    SearchCall call = searches == null ? null : searches.get(query);
    return call == null || guids == null || !guids.isOutOfBand(query) ? 0 : call.wanted();
  }

  @Override
  public void onHit(Endpoint from, Guid query, QueryHit hit) {
    try {
      if (searches != null && searches.get(query) != null) {
        counters.hits++;
        searches.onHits(
            query, HitReader.read(GnutellaServent.NAME, hit, named -> policy.permits(from, named)));
      }
    } catch (MalformedException malformed) {
      counters.malformed++;
    }
  }
}
