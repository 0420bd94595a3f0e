package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries of leaves that go on under a GUID of ours, so that hits from far away come here as
 * datagrams, with our token, and no ultrapeer between has to pass them on; the leaf gets them over
 * its link under its own GUID. A leaf that takes datagrams itself, or says {@link
 * GgepIds#NO_PROXY}, keeps its GUID.
 */
final class ProxiedQueries {

  /** The oldest is forgotten for another. */
  private static final int MAX = 1_000;

  /** Hits that one is given; a dynamic query ends long before. */
  private static final int MAX_HITS = 250;

  /** As long as routes are kept. */
  private static final long LIFE_NANOS = 600_000_000_000L;

  private static final class Proxied {
    private final Guid original;
    private final PeerLink leaf;
    private final long deadline;
    private int left = MAX_HITS;

    Proxied(Guid original, PeerLink leaf, long deadline) {
      this.original = original;
      this.leaf = leaf;
      this.deadline = deadline;
    }
  }

  private final Loop loop;
  private final QueryGuids guids;
  private final Consumer<Guid> own;
  private final Map<Guid, Proxied> byGuid = new LinkedHashMap<>();

  /**
   * Of nobody yet.
   *
   * @param own is told of each GUID whose hits are to come here
   */
  ProxiedQueries(Loop loop, QueryGuids guids, Consumer<Guid> own) {
    this.loop = loop;
    this.guids = guids;
    this.own = own;
  }

  /**
   * The query as it goes on.
   *
   * @param guid of the query as it came from its leaf
   */
  ByteBuffer take(PeerLink leaf, Guid guid, ByteBuffer query) {
    Query asked = read(query);
    if (asked == null || asked.has(Query.OUT_OF_BAND)) {
      return query;
    }
    ExtensionArea area = ExtensionArea.read(asked.extensions());
    Guid ours = area.ggep().has(GgepIds.NO_PROXY) ? guid : guids.next();
    if (!guids.isOutOfBand(ours)) {
      return query;
    }
    keep(ours, new Proxied(guid, leaf, loop.nanoTime() + LIFE_NANOS));
    own.accept(ours);
    List<GgepExtension> more = new ArrayList<>(area.ggep().extensions());
    more.removeIf(each -> each.id().equals(GgepIds.SECURE_OUT_OF_BAND));
    more.add(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, Octets.EMPTY));
    int flags = asked.flags() | Query.MARKER | Query.OUT_OF_BAND;
    Octets extensions = ExtensionArea.write(area.strings(), Ggep.of(more));
    return Messages.encode(ours, 1, 0, new Query(flags, asked.wire(), extensions));
  }

  private static @Nullable Query read(ByteBuffer query) {
    try {
      return Messages.read(query, 0) instanceof Query asked ? asked : null;
    } catch (MalformedException malformed) {
      return null;
    }
  }

  private void keep(Guid guid, Proxied query) {
    long now = loop.nanoTime();
    Iterator<Proxied> oldest = byGuid.values().iterator();
    while (oldest.hasNext() && (oldest.next().deadline - now < 0 || byGuid.size() >= MAX)) {
      oldest.remove();
    }
    byGuid.put(guid, query);
  }

  /** How many hits a query still takes; 0 for one that is not proxied. */
  int wanted(Guid query) {
    Proxied known = byGuid.get(query);
    return known == null || !known.leaf.isLinked() || known.deadline - loop.nanoTime() < 0
        ? 0
        : known.left;
  }

  /** The GUID under which a leaf knows a query; null if it is not proxied. */
  @Nullable Guid original(Guid query) {
    Proxied known = byGuid.get(query);
    return known == null ? null : known.original;
  }

  /** Hands a hit to the leaf that has asked; false if it takes no more. */
  boolean onHit(Guid query, QueryHit hit) {
    Proxied known = byGuid.get(query);
    if (known == null || wanted(query) == 0) {
      return false;
    }
    known.left -= Math.max(1, hit.count());
    known.leaf.send(known.original, 1, hit);
    return true;
  }
}
