package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.Field;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The neighbours of one servent at the start of a search of its own, in an order by chance. Leaves
 * of ours are asked at once: nobody else asks them for us.
 */
final class SearchField implements Field {

  private static final String ANY_URN = "urn:";

  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final GnutellaConfig config;
  private final SearchCall call;
  private final RandomGenerator random;
  private final Consumer<Guid> renewed;
  private final Query query;
  private ByteBuffer bytes;
  private final int[] routes;

  SearchField(
      Neighbours neighbours,
      QueryRouting tables,
      GnutellaConfig config,
      SearchCall call,
      RandomGenerator random,
      Consumer<Guid> renewed) {
    this.neighbours = neighbours;
    this.tables = tables;
    this.config = config;
    this.call = call;
    this.random = random;
    this.renewed = renewed;
    query = Query.of(Query.READS_GGEP_H, words(), Octets.latin1(ANY_URN + "\0"));
    bytes = Messages.encode(call.guid(), 1, 0, query);
    tables.read(bytes, 0);
    routes = new int[neighbours.ultrapeers()];
    int count = 0;
    for (int place = 0; place < neighbours.links().end(); place++) {
      PeerLink link = neighbours.links().at(place);
      if (link != null && link.theirs() != Role.LEAF) {
        int other = random.nextInt(count + 1);
        routes[count++] = routes[other];
        routes[other] = link.route();
      } else if (link != null && tables.isFor(link, 1)) {
        link.send(bytes, 0, bytes.limit());
      }
    }
  }

  private String words() {
    return String.join(" ", call.query().words());
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
    return config.ttl();
  }

  @Override
  public void ask(int neighbour, int ttl) {
    PeerLink link = neighbours.links().get(routes[neighbour]);
    tables.read(bytes, 0);
    if (link != null && tables.isFor(link, ttl)) {
      link.forward(bytes, 0, bytes.limit(), ttl, 0);
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
      Query walking = Query.of(Query.READS_GGEP_H, words(), WalkSteps.after(ANY_URN, steps));
      link.send(call.guid(), 1, walking);
    }
  }

  @Override
  public void renew() {
    renewed.accept(Guid.random(random));
    bytes = Messages.encode(call.guid(), 1, 0, query);
  }
}
