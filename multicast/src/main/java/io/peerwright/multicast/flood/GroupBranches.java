package io.peerwright.multicast.flood;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is pruned of the tree of one source for one group. */
final class GroupBranches {

  /** Which neighbours want nothing, and until when. */
  private final Map<Neighbour, Long> pruned = new LinkedHashMap<>(4);

  /** Who is told once a graft of ours has been acknowledged. */
  private final List<Runnable> waiting = new ArrayList<>(1);

  private boolean prunedUpstream;
  private long upstreamUntil;

  /** When a prune was sent last, for what still comes meanwhile. */
  long sentAt;

  /** The timer of a graft that is not acknowledged yet. */
  long graft;

  void prune(Neighbour neighbour, long until) {
    pruned.put(neighbour, until);
  }

  void graft(Neighbour neighbour) {
    pruned.remove(neighbour);
  }

  boolean isPruned(Neighbour neighbour, long now) {
    Long until = pruned.get(neighbour);
    return until != null && until - now > 0;
  }

  /** What a neighbour has pruned stays so. */
  void extend(Neighbour neighbour, long until) {
    pruned.computeIfPresent(neighbour, (known, before) -> until);
  }

  void forgetPrunes() {
    pruned.clear();
  }

  /** Of the prunes of neighbours the one that ends first, or {@code latest}. */
  long firstEnd(long latest, long now) {
    long first = latest;
    for (long until : pruned.values()) {
      first = until - now > 0 && until - first < 0 ? until : first;
    }
    return first;
  }

  void pruneUpstream(long now, long until) {
    prunedUpstream = true;
    upstreamUntil = until;
    sentAt = now;
  }

  boolean hasPrunedUpstream(long now) {
    return prunedUpstream && upstreamUntil - now > 0;
  }

  void extendUpstream(long until) {
    upstreamUntil = until;
  }

  /** Whoever is upstream knows nothing of a prune of ours. */
  void graftUpstream() {
    prunedUpstream = false;
  }

  void await(Runnable then) {
    waiting.add(then);
  }

  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** Upstream knows that we want it. */
  void attached() {
    List<Runnable> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(Runnable::run);
  }

  boolean isEmpty(long now) {
    return waiting.isEmpty()
        && !hasPrunedUpstream(now)
        && pruned.values().stream().allMatch(until -> until - now <= 0);
  }
}
