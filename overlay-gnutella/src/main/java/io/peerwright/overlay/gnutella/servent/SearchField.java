package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.DynamicQuery;
import io.peerwright.overlay.gnutella.forwarding.Field;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The neighbours of one servent at the start of a search, its own or that of a leaf of its, in an
 * order by chance. Its leaves are asked at once: nobody else asks them for it.
 */
class SearchField implements Field {

  private static final int ROUND_TRIPS = 4;
  private static final long LEAST_PER_HOP = 500_000_000L;

  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final GnutellaConfig config;
  private final RandomGenerator random;
  private final ByteBuffer query;
  private final int hops;
  private final int maxTtl;

  /** Those whose tables have the words, of which some were asked as a probe, are the last. */
  private final int[] routes;

  private int probed;

  /** Routes to those that are done; none of most searches. */
  private Set<Integer> done = Set.of();

  /**
   * Asks the leaves.
   *
   * @param query the message, which it keeps
   * @param from the leaf that asks; null for a search of our own
   * @param maxTtl how far it may go from here, at least 1
   */
  SearchField(
      Neighbours neighbours,
      QueryRouting tables,
      GnutellaConfig config,
      RandomGenerator random,
      ByteBuffer query,
      @Nullable PeerLink from,
      int maxTtl) {
    this.neighbours = neighbours;
    this.tables = tables;
    this.config = config;
    this.random = random;
    this.query = query;
    this.maxTtl = maxTtl;
    hops = from == null ? 0 : 1;
    routes = new int[neighbours.ultrapeers()];
    int count = 0;
    for (int place = 0; place < neighbours.links().end(); place++) {
      PeerLink link = neighbours.links().at(place);
      if (link != null && link.theirs() != Role.LEAF) {
        int other = random.nextInt(count + 1);
        routes[count++] = routes[other];
        routes[other] = link.route();
      }
    }
    askLeaves(from);
  }

  private void askLeaves(@Nullable PeerLink from) {
    tables.read(query, 0);
    int leaves = from == null ? 0 : 1;
    for (int place = tables.first(true, false); place >= 0; place = tables.next(place)) {
      PeerLink leaf = neighbours.links().at(place);
      if (leaf == null || leaf == from) {
        continue;
      }
      leaves++;
      if (tables.isFor(leaf, 1, hops)) {
        leaf.forward(query, 0, query.limit(), 1, hops);
      }
    }
    tables.countSkipped(neighbours.leaves() - leaves);
  }

  @Override
  public int width() {
    return routes.length;
  }

  @Override
  public int degree() {
    int sum = 0;
    int told = 0;
    for (int route : routes) {
      PeerLink link = neighbours.links().get(route);
      if (link != null && link.traits().degree() > 0) {
        sum += link.traits().degree();
        told++;
      }
    }
    return Math.max(2, told == 0 ? config.ultrapeerLinks() : sum / told);
  }

  /** Round trips of others, and what waits before a query, may take as long several times. */
  @Override
  public long nanosPerHop() {
    // Leaves are pinged seldom: where there are none but these, nothing is known.
    long longest = routes.length == 0 ? DynamicQuery.NANOS_PER_HOP : 0;
    for (int route : routes) {
      PeerLink link = neighbours.links().get(route);
      long known = link == null ? 1 : link.state().roundTripNanos();
      longest = Math.max(longest, known == 0 ? DynamicQuery.NANOS_PER_HOP : known * ROUND_TRIPS);
    }
    return Math.max(LEAST_PER_HOP, Math.min(longest, DynamicQuery.NANOS_PER_HOP));
  }

  @Override
  public int maxTtl() {
    return maxTtl;
  }

  @Override
  public Probe probe(int most) {
    tables.read(query, 0);
    int told = 0;
    int matching = 0;
    int asked = 0;
    for (int i = 0; i < routes.length - matching; i++) {
      PeerLink link = neighbours.links().get(routes[i]);
      if (link == null || !tables.hasTable(link)) {
        continue;
      }
      told++;
      if (tables.hasTold(link)) {
        matching++;
        if (asked < most && tables.isFor(link, 1, hops)) {
          link.forward(query, 0, query.limit(), 1, hops);
          asked++;
        }
        // What is in its place has not been looked at yet.
        int last = routes.length - matching;
        int route = routes[last];
        routes[last] = routes[i];
        routes[i--] = route;
      }
    }
    probed = asked;
    return new Probe(asked, matching == 0 ? told : (double) told * asked / matching);
  }

  @Override
  public void ask(int neighbour, int ttl) {
    PeerLink link = neighbours.links().get(routes[neighbour]);
    boolean knowsIt = ttl == 1 && neighbour >= routes.length - probed;
    // Others have asked in the meantime.
    tables.read(query, 0);
    if (link != null && !knowsIt && tables.isFor(link, ttl, hops)) {
      link.forward(query, 0, query.limit(), ttl, hops);
    }
  }

  @Override
  public int busy() {
    int busy = 0;
    for (int route : routes) {
      busy += done.contains(route) || neighbours.links().get(route) == null ? 0 : 1;
    }
    return busy;
  }

  @Override
  public boolean busySay() {
    for (int route : routes) {
      PeerLink link = neighbours.links().get(route);
      if (link != null
          && !done.contains(route)
          && !link.state().vendorIds().supports(VendorId.QUERY_OVER)) {
        return false;
      }
    }
    return true;
  }

  /** A neighbour has said that it is done. */
  void onDone(int route) {
    done = done.isEmpty() ? new HashSet<>() : done;
    done.add(route);
  }

  @Override
  public int maxSteps() {
    return WalkSteps.MAX;
  }

  @Override
  public void walk(int neighbour, int steps) {
    PeerLink link = neighbours.links().get(routes[neighbour]);
    if (link != null) {
      ByteBuffer walking = WalkSteps.copy(query, steps);
      link.forward(walking, 0, walking.limit(), 1, hops);
    }
  }

  @Override
  public void renew() {
    Guid next = next();
    Header.setGuid(query, 0, next);
    renewed(next);
  }

  /** A GUID for it to go on under. */
  Guid next() {
    return Guid.random(random);
  }

  /** The search has another GUID now, by which whoever has begun it finds its hits. */
  void renewed(Guid next) {
    // That of a leaf keeps its own.
  }
}
