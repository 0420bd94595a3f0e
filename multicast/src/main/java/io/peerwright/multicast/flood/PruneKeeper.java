package io.peerwright.multicast.flood;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.flood.FloodMessage.Graft;
import io.peerwright.multicast.flood.FloodMessage.GraftAck;
import io.peerwright.multicast.flood.FloodMessage.Prune;
import io.peerwright.multicast.flood.SourceRoute.Branch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which branches of the trees want nothing. Who wants nothing of a source for a group, neither
 * itself nor for those that depend on it, prunes: for two minutes, varied by a quarter, as long as
 * the first prune of its own branches lasts; each round of the source renews what still holds. Who
 * wants something again grafts at once, and again after 1, 2, 4 s until that is acknowledged, which
 * it is once the branch is attached all the way.
 */
final class PruneKeeper {

  private static final long SECOND = 1_000_000_000L;

  /** What still comes after a prune may have been on its way; later another prune is sent. */
  private static final long PRUNE_AGAIN = 3 * SECOND;

  /** What the peer itself wants. */
  interface Wishes {
    boolean wants(Endpoint group, Endpoint source);
  }

  private final Loop loop;
  private final RandomGenerator random;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final Wishes wishes;

  PruneKeeper(
      Loop loop,
      RandomGenerator random,
      FloodPruneConfig config,
      FloodCounters counters,
      Wishes wishes) {
    this.loop = loop;
    this.random = random;
    this.config = config;
    this.counters = counters;
    this.wishes = wishes;
  }

  private long now() {
    return loop.nanoTime();
  }

  private @Nullable GroupBranches known(SourceRoute route, Endpoint group) {
    return route.groups.get(group);
  }

  private @Nullable GroupBranches begin(SourceRoute route, Endpoint group) {
    GroupBranches branches = route.groups.get(group);
    if (branches == null) {
      if (route.groups.size() >= config.maxGroups()) {
        route.groups.values().removeIf(each -> each.isEmpty(now()));
      }
      if (route.groups.size() >= config.maxGroups()) {
        counters.refused++;
        return null;
      }
      branches = new GroupBranches();
      route.groups.put(group, branches);
    }
    return branches;
  }

  /** Whether messages for a group go to a neighbour that depends on us. */
  boolean isPruned(SourceRoute route, Endpoint group, Neighbour neighbour) {
    GroupBranches branches = known(route, group);
    return branches != null && branches.isPruned(neighbour, now());
  }

  /** Whether anybody wants it, here or behind here. */
  private boolean isWanted(SourceRoute route, Endpoint group) {
    if (wishes.wants(group, route.id.source())) {
      return true;
    }
    for (Map.Entry<Neighbour, Branch> each : route.branches.entrySet()) {
      Branch branch = each.getValue();
      boolean undecided = !branch.isKnown && each.getKey() != route.parent;
      if ((undecided || branch.isOpen()) && !isPruned(route, group, each.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** A message has come that nobody was there for. */
  void onUnwanted(SourceRoute route, Endpoint group) {
    Neighbour parent = route.parent;
    if (parent == null || isWanted(route, group)) {
      return;
    }
    GroupBranches branches = begin(route, group);
    if (branches != null
        && !(branches.hasPrunedUpstream(now()) && now() - branches.sentAt < PRUNE_AGAIN)) {
      prune(route, group, branches, parent);
    }
  }

  private void prune(SourceRoute route, Endpoint group, GroupBranches branches, Neighbour parent) {
    long until = branches.firstEnd(now() + lifetime(), now());
    branches.pruneUpstream(now(), until);
    loop.cancel(branches.graft);
    counters.prunes++;
    int seconds = (int) Math.max(1, (until - now()) / SECOND);
    parent.send(new Prune(route.id, group, seconds));
  }

  private long lifetime() {
    return (long) (config.pruneLifetime().toNanos() * (0.75 + random.nextDouble() / 2));
  }

  void onPrune(SourceRoute route, Neighbour from, Prune prune) {
    Branch branch = route.branches.get(from);
    GroupBranches branches =
        branch == null || !branch.isDependent ? null : begin(route, prune.group());
    if (branches != null) {
      long most = config.pruneLifetime().toNanos() * 5 / 4;
      branches.prune(from, now() + Math.min(most, prune.seconds() * SECOND));
      Neighbour parent = route.parent;
      if (parent != null && !branches.hasPrunedUpstream(now()) && !isWanted(route, prune.group())) {
        prune(route, prune.group(), branches, parent);
      }
    }
  }

  void onGraft(SourceRoute route, Neighbour from, Graft graft) {
    GroupBranches branches = known(route, graft.group());
    Runnable acknowledge = () -> from.send(new GraftAck(graft.source(), graft.group()));
    if (branches == null) {
      acknowledge.run();
    } else {
      branches.graft(from);
      attach(route, graft.group(), branches, acknowledge);
    }
  }

  /**
   * Sees to it that messages come.
   *
   * @param then run when that is certain
   */
  private void attach(SourceRoute route, Endpoint group, GroupBranches branches, Runnable then) {
    boolean isUnderWay = branches.isAwaited();
    if (!isUnderWay && !branches.hasPrunedUpstream(now())) {
      then.run();
      return;
    }
    branches.await(then);
    if (!isUnderWay) {
      branches.graftUpstream();
      graft(route, group, branches, SECOND);
    }
  }

  private void graft(SourceRoute route, Endpoint group, GroupBranches branches, long again) {
    Neighbour parent = route.parent;
    if (parent != null && branches.isAwaited()) {
      counters.grafts++;
      parent.send(new Graft(route.id, group));
      branches.graft =
          loop.schedule(
              again, () -> graft(route, group, branches, Math.min(2 * again, 64 * SECOND)));
    }
  }

  void onGraftAck(SourceRoute route, Neighbour from, GraftAck ack) {
    GroupBranches branches = known(route, ack.group());
    if (branches != null && route.parent == from) {
      loop.cancel(branches.graft);
      branches.attached();
    }
  }

  /** The peer itself has joined a group. */
  void onJoin(SourceRoute route, Endpoint group, Runnable then) {
    GroupBranches branches = known(route, group);
    if (branches == null) {
      then.run();
    } else {
      attach(route, group, branches, then);
    }
  }

  /** A neighbour depends on us from now on, or still does in a new round. */
  void onDependent(SourceRoute route, Neighbour neighbour, boolean isNew) {
    for (Map.Entry<Endpoint, GroupBranches> each : new LinkedHashMap<>(route.groups).entrySet()) {
      GroupBranches branches = each.getValue();
      if (isNew) {
        branches.graft(neighbour);
        if (branches.hasPrunedUpstream(now())) {
          attach(route, each.getKey(), branches, () -> {});
        }
      } else {
        branches.extend(neighbour, now() + config.pruneLifetime().toNanos());
      }
    }
  }

  /** There is another parent, or the same in a new round. */
  void onParent(SourceRoute route, boolean isOther) {
    route.groups.values().removeIf(each -> each.isEmpty(now()));
    route.groups.forEach(
        (group, branches) -> {
          Neighbour parent = route.parent;
          if (isOther) {
            // It knows of no prune of ours: whoever waited for a graft has what it wants.
            loop.cancel(branches.graft);
            boolean hadPruned = branches.hasPrunedUpstream(now());
            branches.graftUpstream();
            if (parent != null) {
              branches.attached();
              if (hadPruned && !isWanted(route, group)) {
                prune(route, group, branches, parent);
              }
            }
          } else if (branches.hasPrunedUpstream(now())) {
            branches.extendUpstream(now() + config.pruneLifetime().toNanos());
          }
        });
  }

  /** Nothing was heard of the source for long: its messages flood again. */
  void forgetPrunes(SourceRoute route) {
    route.groups.values().forEach(GroupBranches::forgetPrunes);
  }

  /** A source is forgotten; who waits for it waits no more. */
  void onForgotten(SourceRoute route) {
    route
        .groups
        .values()
        .forEach(
            branches -> {
              loop.cancel(branches.graft);
              branches.attached();
            });
    route.groups.clear();
  }
}
