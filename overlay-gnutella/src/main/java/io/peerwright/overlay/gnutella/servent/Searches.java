package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The searches of our own that are under way, by all GUIDs under which they are known. */
final class Searches {

  private final Map<Guid, SearchCall> byGuid = new HashMap<>();
  private final Set<SearchCall> all = new LinkedHashSet<>();

  Searches() {}

  void add(SearchCall call) {
    byGuid.put(call.guid(), call);
    all.add(call);
  }

  void remove(SearchCall call) {
    all.remove(call);
    byGuid.values().removeIf(each -> each == call);
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
