package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.Course;
import io.peerwright.overlay.gnutella.forwarding.Courses;
import io.peerwright.overlay.gnutella.forwarding.Delegated;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryOver;
import io.peerwright.overlay.gnutella.vendor.VendorContent.QueryStatusResponse;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The searches of our own that are under way, by all GUIDs under which they are known. */
final class Searches implements SearchCall.Network, VendorMessages.Handler {

  private static final Octets ANY_URN = Octets.latin1("urn:\0");

  /** Besides, hits may come as datagrams with a token. */
  private static final Octets ANY_URN_SECURE =
      ExtensionArea.write(
          List.of("urn:"), Ggep.of(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, Octets.EMPTY)));

  private static final int MOST_KEPT = QueryStatusResponse.ENOUGH - 1;

  private final GnutellaConfig config;
  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final VendorMessages vendorMessages;
  private final Consumer<Guid> own;
  private final Turn turn;
  private final RandomGenerator random;
  private final QueryGuids guids;

  private Map<Guid, SearchCall> byGuid = Map.of();
  private Set<SearchCall> all = Set.of();

  /**
   * None yet.
   *
   * @param own is told of each GUID whose hits are ours
   */
  Searches(
      GnutellaConfig config,
      Neighbours neighbours,
      QueryRouting tables,
      VendorMessages vendorMessages,
      Consumer<Guid> own,
      Turn turn,
      RandomGenerator random,
      QueryGuids guids) {
    this.config = config;
    this.neighbours = neighbours;
    this.tables = tables;
    this.vendorMessages = vendorMessages;
    this.own = own;
    this.turn = turn;
    this.random = random;
    this.guids = guids;
  }

  /** A name for a search that begins. */
  Guid nextGuid() {
    return guids.next();
  }

  void start(SearchCall call) {
    add(call);
    call.start();
  }

  private void add(SearchCall call) {
    if (byGuid.isEmpty()) {
      byGuid = new HashMap<>();
      all = new LinkedHashSet<>();
    }
    byGuid.put(call.guid(), call);
    all.add(call);
    own.accept(call.guid());
  }

  /** How a search of ours is brought to others. */
  Course course() {
    boolean delegated = config.isDynamicQuerying() && neighbours.askForUs();
    return delegated ? new Delegated() : Courses.of(config.effectiveForwarding());
  }

  @Override
  public SearchField field(SearchCall call) {
    int guidance = neighbours.role() == Role.LEAF ? Query.LEAF_GUIDED : 0;
    String words = String.join(" ", call.query().words());
    boolean outOfBand = guids.isOutOfBand(call.guid());
    int flags = Query.READS_GGEP_H | guidance | (outOfBand ? Query.OUT_OF_BAND : 0);
    Query query = Query.of(flags, words, outOfBand ? ANY_URN_SECURE : ANY_URN);
    ByteBuffer bytes = Messages.encode(call.guid(), 1, 0, query);
    return new SearchField(neighbours, tables, config, random, bytes, null, config.ttl()) {
      @Override
      Guid next() {
        return guids.next();
      }

      @Override
      void renewed(Guid next) {
        call.setGuid(next);
        add(call);
      }
    };
  }

  /**
   * An ultrapeer asks how many hits were kept of a search that it brings to others for us, or says
   * that it is done with it.
   */
  @Override
  public void onMessage(PeerLink from, Guid guid, VendorContent content) {
    SearchCall call = byGuid.get(guid);
    if (content instanceof QueryOver) {
      if (call != null && from.ours() == Role.LEAF) {
        call.onDone(from.route());
      }
      return;
    }
    int kept = call == null ? QueryStatusResponse.ENOUGH : Math.min(call.kept(), MOST_KEPT);
    vendorMessages.send(from, guid, new QueryStatusResponse(kept));
  }

  @Override
  public void over(SearchCall call) {
    all.remove(call);
    if (neighbours.role() == Role.LEAF) {
      // Those who still look for more need not.
      QueryStatusResponse enough = new QueryStatusResponse(QueryStatusResponse.ENOUGH);
      neighbours.links().forEach(link -> vendorMessages.send(link, call.guid(), enough));
      turn.end();
    }
    byGuid.values().removeIf(each -> each == call);
    if (byGuid.isEmpty()) {
      byGuid = Map.of();
      all = Set.of();
    }
  }

  @Override
  public void endTurn() {
    turn.end();
  }

  @Nullable SearchCall get(Guid guid) {
    return byGuid.get(guid);
  }

  int size() {
    return all.size();
  }

  /** False if no search asked for them. */
  boolean onHits(Guid guid, List<Hit> hits) {
    SearchCall call = byGuid.get(guid);
    if (call != null) {
      call.onHits(hits);
    }
    return call != null;
  }

  void end(Reason reason) {
    List<SearchCall> open = new ArrayList<>(all);
    open.forEach(call -> call.end(reason));
  }
}
