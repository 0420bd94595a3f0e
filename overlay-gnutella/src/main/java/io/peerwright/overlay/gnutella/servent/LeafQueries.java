package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.Course;
import io.peerwright.overlay.gnutella.forwarding.Courses;
import io.peerwright.overlay.gnutella.forwarding.Delegated;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryOver;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusRequest;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The searches that an ultrapeer brings to the network for its leaves, a few links at a time. Each
 * ends when servents enough have answered. Hits that pass on their way count, one for each servent;
 * a leaf that guides its ultrapeers ({@link Query#LEAF_GUIDED}) is asked before each further step
 * how many have passed its filter, and what it says counts instead. So neither one that answers
 * everything nor one with many names ends the search of a guiding leaf.
 */
final class LeafQueries implements VendorMessages.Handler {

  private static final int MAX_PER_LEAF = 10;
  private static final int MAX = 2_000;

  /** As many votes as are ever counted. */
  private static final int MAX_VOTERS = 1_000;

  /** How long a leaf may take to say what it has kept. */
  private static final long ANSWER_NANOS = 1_000_000_000L;

  private final Loop loop;
  private final Turn turn;
  private final GnutellaConfig config;
  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final VendorMessages vendorMessages;
  private final Counters counters;
  private final RandomGenerator random;
  private final QueryGuids guids;
  private final Consumer<Guid> own;
  private @Nullable ProxiedQueries proxied;
  private Map<Guid, LeafQuery> byGuid = Map.of();

  /**
   * None is under way.
   *
   * @param guids names those that go on under a GUID of ours
   * @param own is told of each GUID whose hits are to come here
   */
  LeafQueries(
      Loop loop,
      Turn turn,
      GnutellaConfig config,
      Neighbours neighbours,
      QueryRouting tables,
      VendorMessages vendorMessages,
      Counters counters,
      RandomGenerator random,
      QueryGuids guids,
      Consumer<Guid> own) {
    this.loop = loop;
    this.turn = turn;
    this.config = config;
    this.neighbours = neighbours;
    this.tables = tables;
    this.vendorMessages = vendorMessages;
    this.counters = counters;
    this.random = random;
    this.guids = guids;
    this.own = own;
  }

  /**
   * Takes a query.
   *
   * @param ttl how far it may still go
   * @param hops how far it has come
   * @return whether it is brought to others here; or by nobody, for its leaf asks for too much
   */
  boolean takes(PeerLink from, ByteBuffer data, int at, int length, int ttl, int hops) {
    if (!config.isDynamicQuerying() || from.theirs() != Role.LEAF || hops != 1 || ttl == 0) {
      return false;
    }
    long asked = byGuid.values().stream().filter(each -> each.leaf == from).count();
    if (asked >= MAX_PER_LEAF || byGuid.size() >= MAX) {
      counters.relayed().excessQueries++;
      sayOver(from, Header.guid(data, at));
      return true;
    }
    byte[] copy = new byte[length];
    data.get(at, copy);
    boolean guided = Query.has(Query.flags(data, at), Query.LEAF_GUIDED);
    Guid guid = Header.guid(data, at);
    proxied = proxied == null ? new ProxiedQueries(loop, guids, own) : proxied;
    ByteBuffer goesOn = proxied.take(from, guid, ByteBuffer.wrap(copy));
    LeafQuery query = new LeafQuery(from, guided, ttl, guid, goesOn);
    byGuid = byGuid.isEmpty() ? new LinkedHashMap<>() : byGuid;
    byGuid.put(query.guid, query);
    counters.relayed().leafQueries++;
    query.step();
    return true;
  }

  /** A leaf that does not read it waits for the end of its time. */
  private void sayOver(PeerLink leaf, Guid query) {
    vendorMessages.send(leaf, query, new QueryOver());
  }

  /** A query was here before; if it is that of a leaf, another of its ultrapeers was quicker. */
  void onDuplicate(PeerLink from, Guid query, int hops) {
    if (from.theirs() == Role.LEAF && hops == 1 && !byGuid.containsKey(query)) {
      sayOver(from, query);
    }
  }

  /** A hit of a servent passes on its way to who has asked. */
  void onHit(long high, long low, long servent) {
    LeafQuery query = byGuid.isEmpty() ? null : byGuid.get(new Guid(high, low));
    if (query != null) {
      query.onHit(servent);
    }
  }

  /** A leaf says how many hits it has kept. */
  @Override
  public void onMessage(PeerLink from, Guid guid, VendorContent content) {
    LeafQuery query = byGuid.get(guid);
    if (query != null && query.leaf == from && content instanceof QueryStatusResponse status) {
      query.onStatus(status.hits());
    }
  }

  /** How many hits a query still takes that goes on under a GUID of ours; 0 for any other. */
  int wanted(Guid query) {
    return proxied == null ? 0 : proxied.wanted(query);
  }

  /** A hit for a query that goes on under a GUID of ours has come, over a link or otherwise. */
  void onProxiedHit(Guid query, QueryHit hit) {
    ProxiedQueries all = proxied;
    Guid original = all == null ? null : all.original(query);
    if (all == null || original == null) {
      return;
    }
    onHit(original.high(), original.low(), hit.servent().high());
    if (all.onHit(query, hit)) {
      counters.relayed().forwardedHits++;
    }
    turn.end();
  }

  int size() {
    return byGuid.size();
  }

  void close() {
    List<LeafQuery> all = new ArrayList<>(byGuid.values());
    all.forEach(LeafQuery::end);
    proxied = null;
  }

  /** One of them. */
  private final class LeafQuery implements TimerTarget {
    private final PeerLink leaf;
    private final boolean guided;
    private final Guid guid;
    private final SearchField field;
    private final Course course = Courses.of(ForwardingKind.DYNAMIC_QUERY);

    /** The first halves of their GUIDs. */
    private final Set<Long> voters = new HashSet<>(0);

    /** What the leaf has kept, as it has said last. */
    private int kept;

    /** Those who have voted since then. */
    private int unjudged;

    private boolean isAsked;
    private long timer;

    LeafQuery(PeerLink leaf, boolean guided, int ttl, Guid guid, ByteBuffer query) {
      this.leaf = leaf;
      this.guided = guided;
      this.guid = guid;
      field = new SearchField(neighbours, tables, config, random, query, leaf, ttl);
    }

    void onHit(long servent) {
      if (voters.size() < MAX_VOTERS && voters.add(servent)) {
        unjudged++;
      }
    }

    void onStatus(int hits) {
      if (hits == QueryStatusResponse.ENOUGH) {
        end();
        return;
      }
      kept = hits;
      unjudged = 0;
      if (isAsked) {
        loop.cancel(timer);
        step();
      }
    }

    void step() {
      boolean asks = guided && unjudged > 0 && !isAsked;
      isAsked = asks && vendorMessages.send(leaf, guid, new QueryStatusRequest());
      // Nobody waits for what a leaf has asked that is gone.
      boolean there = neighbours.links().get(leaf.route()) == leaf;
      long next = Course.OVER;
      if (there) {
        next = isAsked ? ANSWER_NANOS : course.step(field, kept + unjudged, Delegated.ENOUGH);
      }
      if (next == Course.OVER || next == Course.ANSWERED) {
        end();
        if (there) {
          sayOver(leaf, guid);
        }
      } else {
        timer = loop.schedule(next, this, 0, 0);
      }
      turn.end();
    }

    @Override
    public void onTimer(int code, long argument) {
      step();
    }

    void end() {
      loop.cancel(timer);
      byGuid.remove(guid);
    }
  }
}
