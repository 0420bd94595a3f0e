package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.WalkSteps;
import io.peerwright.overlay.gnutella.routing.GuidRoutes;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages: a query goes to all links but the one that it came from, once; a hit
 * goes back the way that its query came; a push goes the ways that hits of its target came. All of
 * it is read where it lies in the buffer.
 */
final class Router {

  /** What the servent itself does with messages. */
  interface Consumer {

    /** Whether there is anything that a query could find here. */
    boolean hasFiles();

    /**
     * A query may ask for files of ours.
     *
     * @return how many were looked at for it
     */
    int onQuery(PeerLink from, Guid guid, int hops, Query query);

    /** A hit for a search of ours. */
    void onHit(PeerLink from, Guid guid, QueryHit hit);

    /** Somebody asks who is there. */
    void onPing(PeerLink from, Guid guid, int ttl, int hops);

    /** A servent tells of one, so many hops away. */
    void onPong(PeerLink from, Guid guid, Pong pong, int hops);

    /** A push for us. */
    void onPush(PeerLink from, Push push);

    /** Anything else. */
    void onOther(PeerLink from, Guid guid, Message message);
  }

  /** The route of what is our own. */
  private static final int OWN = Integer.MAX_VALUE;

  private static final int MAX_ENTRIES = 1 << 16;
  private static final int LIFE_SECONDS = 600;
  private static final int MAX_QUERY = 4_096;
  private static final int LEAF_SHARE = 20;
  private static final int MAX_HOPS = 0xff;

  /** A query for which more files are looked at counts as several: that costs processor time. */
  private static final int FILES_OF_A_QUERY = 256;

  private final Loop loop;
  private final Turn turn;
  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final Walks walks;
  private final LeafQueries leafQueries;
  private final Counters counters;
  private final Consumer consumer;
  private final PushRoutes pushRoutes;
  private final Guid servent;
  private final int maxTtl;
  private final int queryRate;
  private @Nullable SaltedHash salt;
  private @Nullable GuidRoutes queries;
  private @Nullable GuidRoutes pings;

  /**
   * Knows no way yet.
   *
   * @param servent our GUID
   */
  Router(
      Loop loop,
      Turn turn,
      Neighbours neighbours,
      Queries whereTo,
      Counters counters,
      Consumer consumer,
      PushRoutes pushRoutes,
      Guid servent,
      GnutellaConfig config) {
    this.loop = loop;
    this.turn = turn;
    this.neighbours = neighbours;
    tables = whereTo.tables();
    walks = whereTo.walks();
    leafQueries = whereTo.forLeaves();
    this.counters = counters;
    this.consumer = consumer;
    this.pushRoutes = pushRoutes;
    this.servent = servent;
    maxTtl = config.ttl();
    queryRate = config.queryRate();
  }

  private GuidRoutes newRoutes() {
    salt = salt == null ? SaltedHash.of(loop) : salt;
    return new GuidRoutes(salt, MAX_ENTRIES, LIFE_SECONDS);
  }

  /** Asserts what must hold of its tables; true. */
  boolean checkInvariants() {
    return (queries == null || queries.checkInvariants())
        && (pings == null || pings.checkInvariants());
  }

  private GuidRoutes queries() {
    queries = queries == null ? newRoutes() : queries;
    return queries;
  }

  private GuidRoutes pings() {
    pings = pings == null ? newRoutes() : pings;
    return pings;
  }

  /** A query of our own: hits for it are ours, and it is nobody else's. */
  void own(Guid guid) {
    queries().put(guid.high(), guid.low(), OWN, turn.seconds());
  }

  void onMessage(PeerLink from, ByteBuffer data, int at, int length) {
    int type = Header.type(data, at);
    counters.count(type, length);
    switch (type) {
      case MessageType.QUERY -> onQuery(from, data, at, length);
      case MessageType.QUERY_HIT -> onHit(from, data, at, length);
      case MessageType.PING -> onPing(from, data, at, length);
      case MessageType.PONG -> onPong(from, data, at, length);
      case MessageType.PUSH -> onPush(from, data, at, length);
      default -> {
        Message message = read(data, at);
        if (message != null) {
          consumer.onOther(from, Header.guid(data, at), message);
        }
      }
    }
  }

  private @Nullable Message read(ByteBuffer data, int at) {
    try {
      return Messages.read(data, at);
    } catch (MalformedException malformed) {
      counters.malformed++;
      return null;
    }
  }

  private void onQuery(PeerLink from, ByteBuffer data, int at, int length) {
    int textEnd = Query.textEnd(data, at);
    if (length > MAX_QUERY || textEnd < 0 || textEnd - Query.textStart(at) > Query.MAX_TEXT) {
      counters.malformed++;
      return;
    }
    if (!from.state().takesQuery(rate(from), length, loop.nanoTime())) {
      counters.relayed().excessQueries++;
      return;
    }
    long high = Header.guidHigh(data, at);
    long low = Header.guidLow(data, at);
    int hops = hopsAfter(data, at);
    int ttl = ttlAfter(data, at, hops);
    int steps = from.ours() == Role.LEAF ? 0 : WalkSteps.of(data, at);
    int ended = from.route() | GuidRoutes.ENDED;
    boolean ends = ttl == 0 && steps == 0;
    int known = queries().add(high, low, ends ? ended : from.route(), turn.seconds());
    if (known == ended && ttl > 0 && from.theirs() != Role.LEAF) {
      // It was a probe, of which all here know.
      queries().put(high, low, from.route(), turn.seconds());
      flood(from, data, at, length, ttl, hops, false);
      return;
    }
    if (known != GuidRoutes.NONE) {
      counters.relayed().duplicateQueries++;
      leafQueries.onDuplicate(from, new Guid(high, low), hops);
      walks.walk(from, data, at, length, steps - 1, hops);
      return;
    }
    if (consumer.hasFiles() && read(data, at) instanceof Query query) {
      int lookedAt = consumer.onQuery(from, new Guid(high, low), hops, query);
      from.state().countQueries(lookedAt / FILES_OF_A_QUERY, loop.nanoTime());
    }
    if (steps > 0) {
      flood(from, data, at, length, 0, hops, true);
      tables.read(data, at);
      walks.askAround(from, data, at, length, hops);
      walks.walk(from, data, at, length, steps - 1, hops);
      return;
    }
    if (from.ours() != Role.LEAF && !leafQueries.takes(from, data, at, length, ttl, hops)) {
      flood(from, data, at, length, ttl, hops, true);
    }
  }

  /** Queries that a neighbour may send in a second: a leaf has only its own. */
  private int rate(PeerLink from) {
    return from.theirs() == Role.LEAF ? Math.max(1, queryRate / LEAF_SHARE) : queryRate;
  }

  private static int hopsAfter(ByteBuffer data, int at) {
    return Math.min(Header.hops(data, at) + 1, MAX_HOPS);
  }

  /** How far it may still go: together with the hops no farther than usual. */
  private int ttlAfter(ByteBuffer data, int at, int hops) {
    return Math.max(0, Math.min(Header.ttl(data, at) - 1, maxTtl - hops));
  }

  /**
   * Sends it on.
   *
   * @param toLeaves whether leaves do not know it yet
   */
  private void flood(
      PeerLink from, ByteBuffer data, int at, int length, int ttl, int hops, boolean toLeaves) {
    if (ttl == 0 && neighbours.leaves() == 0) {
      return;
    }
    tables.read(data, at);
    int leaves = from.theirs() == Role.LEAF ? 1 : 0;
    // Leaves are behind the last hop: they are asked however far the query may still go.
    for (int place = tables.first(toLeaves, ttl > 0); place >= 0; place = tables.next(place)) {
      PeerLink to = neighbours.links().at(place);
      if (to == null || to == from) {
        continue;
      }
      boolean leaf = to.theirs() == Role.LEAF;
      leaves += leaf ? 1 : 0;
      if (tables.isFor(to, ttl, hops)) {
        counters.relayed().forwardedQueries++;
        to.forward(data, at, length, leaf ? Math.max(ttl, 1) : ttl, hops);
      }
    }
    tables.countSkipped(toLeaves ? neighbours.leaves() - leaves : 0);
  }

  private void onHit(PeerLink from, ByteBuffer data, int at, int length) {
    if (!QueryHit.isWhole(data, at)) {
      counters.malformed++;
      return;
    }
    long high = Header.guidHigh(data, at);
    long low = Header.guidLow(data, at);
    int route = queries().find(high, low, turn.seconds());
    PeerLink to = neighbours.links().get(route);
    if (route != OWN && (to == null || to == from)) {
      counters.relayed().unroutable++;
      return;
    }
    int responder = QueryHit.servent(data, at);
    long servent = Header.guidHigh(data, responder);
    pushRoutes.learn(servent, Header.guidLow(data, responder), from);
    if (route != OWN) {
      leafQueries.onHit(high, low, servent);
      back(from, route, data, at, length);
    } else if (read(data, at) instanceof QueryHit hit) {
      consumer.onHit(from, new Guid(high, low), hit);
    }
  }

  /** An answer goes back as long as there is a way, however far it may still go. */
  private void back(PeerLink from, int route, ByteBuffer data, int at, int length) {
    PeerLink to = neighbours.links().get(route);
    if (to == null || to == from) {
      counters.relayed().unroutable++;
      return;
    }
    counters.relayed().forwardedHits++;
    int ttl = Math.max(1, Header.ttl(data, at) - 1);
    to.forward(data, at, length, ttl, hopsAfter(data, at));
  }

  private void onPing(PeerLink from, ByteBuffer data, int at, int length) {
    int hops = hopsAfter(data, at);
    int ttl = ttlAfter(data, at, hops);
    if (neighbours.role() != Role.LEGACY) {
      consumer.onPing(from, Header.guid(data, at), ttl, hops);
      return;
    }
    long high = Header.guidHigh(data, at);
    long low = Header.guidLow(data, at);
    if (pings().add(high, low, from.route(), turn.seconds()) != GuidRoutes.NONE) {
      counters.relayed().duplicatePings++;
      return;
    }
    consumer.onPing(from, new Guid(high, low), 0, hops);
    for (int place = 0; ttl > 0 && place < neighbours.links().end(); place++) {
      PeerLink to = neighbours.links().at(place);
      if (to != null && to != from) {
        to.forward(data, at, length, ttl, hops);
      }
    }
  }

  private void onPong(PeerLink from, ByteBuffer data, int at, int length) {
    if (read(data, at) instanceof Pong pong) {
      Guid guid = Header.guid(data, at);
      consumer.onPong(from, guid, pong, hopsAfter(data, at));
      GuidRoutes ways = pings;
      int route =
          ways == null ? GuidRoutes.NONE : ways.find(guid.high(), guid.low(), turn.seconds());
      if (route != GuidRoutes.NONE && route != OWN) {
        back(from, route, data, at, length);
      }
    }
  }

  /** A ping of our own in the network without tiers, whose pongs come from afar. */
  void ownPing(Guid guid) {
    if (neighbours.role() == Role.LEGACY) {
      pings().put(guid.high(), guid.low(), OWN, turn.seconds());
    }
  }

  private void onPush(PeerLink from, ByteBuffer data, int at, int length) {
    if (!Push.isWhole(data, at)) {
      counters.malformed++;
      return;
    }
    Guid target = Header.guid(data, Push.target(at));
    if (!pushRoutes.isNew(Header.guid(data, at), target)) {
      counters.relayed().duplicatePushes++;
      return;
    }
    if (target.equals(servent)) {
      if (read(data, at) instanceof Push push) {
        consumer.onPush(from, push);
      }
      return;
    }
    int hops = hopsAfter(data, at);
    int ttl = Header.ttl(data, at) - 1;
    boolean passedOn = false;
    for (PeerLink to : pushRoutes.ways(target.high(), target.low())) {
      if (to != from && ttl > 0) {
        passedOn = true;
        to.forward(data, at, length, ttl, hops);
      }
    }
    counters.relayed().unroutable += passedOn ? 0 : 1;
  }

  /** From time to time: what is not needed any more takes no memory. */
  void tick() {
    int now = turn.seconds();
    queries = queries == null || queries.isStale(now) ? null : queries;
    pings = pings == null || pings.isStale(now) ? null : pings;
    pushRoutes.tick();
  }

  void clear() {
    queries = null;
    pings = null;
    pushRoutes.clear();
  }
}
