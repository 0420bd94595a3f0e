package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.Field;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The neighbours of one servent at the start of a search, its own or that of a leaf of its, in an
 * order by chance. Its leaves are asked at once: nobody else asks them for it.
 */
class SearchField implements Field {

  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final GnutellaConfig config;
  private final RandomGenerator random;
  private final ByteBuffer query;
  private final int hops;
  private final int maxTtl;
  private final int[] routes;

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
    tables.read(query, 0);
    int count = 0;
    for (int place = 0; place < neighbours.links().end(); place++) {
      PeerLink link = neighbours.links().at(place);
      if (link != null && link.theirs() != Role.LEAF) {
        int other = random.nextInt(count + 1);
        routes[count++] = routes[other];
        routes[other] = link.route();
      } else if (link != null && link != from && tables.isFor(link, 1, hops)) {
        link.forward(query, 0, query.limit(), 1, hops);
      }
    }
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

  @Override
  public int maxTtl() {
    return maxTtl;
  }

  @Override
  public void ask(int neighbour, int ttl) {
    PeerLink link = neighbours.links().get(routes[neighbour]);
    // Others have asked in the meantime.
    tables.read(query, 0);
    if (link != null && tables.isFor(link, ttl, hops)) {
      link.forward(query, 0, query.limit(), ttl, hops);
    }
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
