package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What brings queries to others, ours and theirs, and tells whom they are for. */
final class Queries {

  private final QueryRouting tables;
  private final Searches searches;
  private final LeafQueries forLeaves;
  private final Walks walks;
  private final QueryFlow flow;

  /**
   * None is under way.
   *
   * @param guids names those of our own
   * @param own is told of each GUID whose hits are ours
   */
  Queries(
      Loop loop,
      Turn turn,
      GnutellaConfig config,
      Neighbours neighbours,
      Home home,
      VendorMessages vendorMessages,
      RandomGenerator random,
      QueryGuids guids,
      Consumer<Guid> own) {
    Counters counters = home.counters();
    tables =
        new QueryRouting(
            loop, turn, neighbours, counters, random, home.library(), config.queryRouting());
    searches = new Searches(config, neighbours, tables, vendorMessages, own, turn, random, guids);
    forLeaves =
        new LeafQueries(
            loop, turn, config, neighbours, tables, vendorMessages, counters, random, guids, own);
    walks = new Walks(neighbours, tables, counters, random, config.ttl());
    flow = new QueryFlow(neighbours, vendorMessages, random);
    vendorMessages.register(VendorId.HOPS_FLOW, flow);
    vendorMessages.register(VendorId.QUERY_STATUS_REQUEST, searches);
    vendorMessages.register(VendorId.QUERY_STATUS_RESPONSE, forLeaves);
    vendorMessages.register(VendorId.QUERY_OVER, searches);
  }

  QueryRouting tables() {
    return tables;
  }

  /** Those of our own. */
  Searches searches() {
    return searches;
  }

  LeafQueries forLeaves() {
    return forLeaves;
  }

  Walks walks() {
    return walks;
  }

  QueryFlow flow() {
    return flow;
  }

  /** No neighbour is left. */
  void close() {
    tables.close();
    forLeaves.close();
  }
}
