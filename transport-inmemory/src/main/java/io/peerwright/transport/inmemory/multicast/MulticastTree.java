package io.peerwright.transport.inmemory.multicast;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The ways from one LAN to all others: over the fewest routers, of several over the first made. */
final class MulticastTree {

  /** How a LAN is reached: from which one, over how many routers, in how much more time. */
  record Branch(SimLan lan, @Nullable Branch parent, int hops, long nanos, boolean isBounded) {}

  private final Map<SimLan, Branch> branches = new HashMap<>();

  /**
   * The ways from a LAN.
   *
   * @param routers by the LAN next to them, in the order in which they are preferred
   */
  MulticastTree(SimLan root, Map<SimLan, List<SimRouter>> routers) {
    Queue<Branch> open = new ArrayDeque<>();
    add(new Branch(root, null, 0, 0, false), open);
    for (Branch branch = open.poll(); branch != null; branch = open.poll()) {
      for (SimRouter router : routers.getOrDefault(branch.lan, List.of())) {
        if (router.isUp()) {
          grow(branch, router, open);
        }
      }
    }
  }

  private void grow(Branch from, SimRouter router, Queue<Branch> open) {
    boolean bounded = from.isBounded || router.isBoundary();
    for (SimLan lan : router.lans()) {
      if (!branches.containsKey(lan)) {
        add(new Branch(lan, from, from.hops + 1, from.nanos + lan.nanos(), bounded), open);
      }
    }
  }

  private void add(Branch branch, Queue<Branch> open) {
    branches.put(branch.lan, branch);
    open.add(branch);
  }

  /** The way to a LAN; null if there is none. */
  @Nullable Branch to(SimLan lan) {
    return branches.get(lan);
  }
}
