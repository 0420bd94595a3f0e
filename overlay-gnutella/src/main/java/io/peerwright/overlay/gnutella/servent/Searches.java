package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.forwarding.Field;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
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
final class Searches implements SearchCall.Network {

  private final GnutellaConfig config;
  private final Neighbours neighbours;
  private final QueryRouting tables;
  private final Consumer<Guid> own;
  private final Turn turn;
  private final RandomGenerator random;

  private final Map<Guid, SearchCall> byGuid = new HashMap<>();
  private final Set<SearchCall> all = new LinkedHashSet<>();

  /**
   * None yet.
   *
   * @param own is told of each GUID whose hits are ours
   */
  Searches(
      GnutellaConfig config,
      Neighbours neighbours,
      QueryRouting tables,
      Consumer<Guid> own,
      Turn turn,
      RandomGenerator random) {
    this.config = config;
    this.neighbours = neighbours;
    this.tables = tables;
    this.own = own;
    this.turn = turn;
    this.random = random;
  }

  void start(SearchCall call) {
    add(call);
    call.start();
  }

  private void add(SearchCall call) {
    byGuid.put(call.guid(), call);
    all.add(call);
    own.accept(call.guid());
  }

  @Override
  public Field field(SearchCall call) {
    return new SearchField(
        neighbours,
        tables,
        config,
        call,
        random,
        next -> {
          call.setGuid(next);
          add(call);
        });
  }

  @Override
  public void over(SearchCall call) {
    all.remove(call);
    byGuid.values().removeIf(each -> each == call);
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
