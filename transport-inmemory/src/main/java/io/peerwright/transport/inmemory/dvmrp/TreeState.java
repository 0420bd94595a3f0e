package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a router knows of the tree of one source for one group. */
final class TreeState {

  /** Whose packets, to whom; port 0. */
  record Key(Endpoint source, Endpoint group) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = source.compareTo(other.source);
      return order != 0 ? order : group.compareTo(other.group);
    }
  }

  /** Which neighbours of which LAN want none, and until when. */
  private final List<Map<Endpoint, Long>> pruned;

  /** Whether we have told the router upstream that we want none, and how long that holds. */
  boolean hasPruned;

  long prunedUntil;
  long pruneAgainAt;
  long pruneRetry = DvmrpTimes.PRUNE_RETRY;

  /** The timer of a graft that is not answered yet. */
  long graft;

  TreeState(int lans) {
    List<Map<Endpoint, Long>> all = new ArrayList<>();
    for (int i = 0; i < lans; i++) {
      all.add(new TreeMap<>());
    }
    pruned = all;
  }

  void prune(int lan, Endpoint neighbour, long until) {
    pruned.get(lan).put(neighbour, until);
  }

  /** Wants it again, or is another one now. */
  void graft(int lan, Endpoint neighbour) {
    pruned.get(lan).remove(neighbour);
  }

  boolean isPruned(int lan, Endpoint neighbour, long now) {
    Long until = pruned.get(lan).get(neighbour);
    return until != null && until - now > 0;
  }

  /** When the first neighbour's prune ends, or {@code latest}. */
  long firstEnd(long latest, long now) {
    long first = latest;
    for (Map<Endpoint, Long> lan : pruned) {
      for (long until : lan.values()) {
        first = until - now > 0 && until - first < 0 ? until : first;
      }
    }
    return first;
  }
}
