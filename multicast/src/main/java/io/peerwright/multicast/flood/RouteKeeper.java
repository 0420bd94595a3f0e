package io.peerwright.multicast.flood;

import io.peerwright.api.Loop;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodMessage.Route;
import io.peerwright.multicast.flood.FloodMessage.Seek;
import io.peerwright.multicast.flood.SourceRoute.Branch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the sources that send, found by waves: a source that begins, and each minute after
 * that, tells its neighbours of a new round; each router takes the neighbour by which a round comes
 * first for the next one on the shortest way, tells it so (poison reverse), and tells all others
 * how far it is. So each link carries one message in each direction, and when both have passed both
 * ends know whether messages go over it: before the first message does, which follows behind.
 *
 * <p>No loops: a way is taken from who had it before, within a round only from who is nearer to the
 * source than this router has ever been in it (as in DSDV and Babel, RFC 8966, section 3.5.1). Who
 * has lost the way and knows no such neighbour asks for a new round; the question goes on towards
 * the source, twice a second at the most.
 *
 * <p>A parent that is as good as before is kept: who hears of a round by another waits for it for
 * {@value #PATIENCE_MILLIS} ms.
 */
final class RouteKeeper {

  static final int PATIENCE_MILLIS = 50;

  private static final long PATIENCE = PATIENCE_MILLIS * 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /** How long what comes from the parent of before still counts. */
  private static final long OVERLAP = SECOND;

  private static final long LONGEST_SEEK = 8 * SECOND;

  /** What depends on the ways. */
  interface Listener {
    /** There is another parent, or the same in a new round, or none. */
    void onParent(SourceRoute route, @Nullable Neighbour before);

    /** A neighbour has said whether its way leads here; what was held for it can be decided. */
    void onBranch(SourceRoute route, Neighbour neighbour, Branch branch, boolean isNewDependent);

    /** A source is forgotten. */
    void onForgotten(SourceRoute route);
  }

  private final Loop loop;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final Listener listener;
  private final Set<Neighbour> neighbours = new LinkedHashSet<>();
  private final Map<SourceId, SourceRoute> routes = new LinkedHashMap<>();
  private final SourceId self;
  private int ownRound;
  private long ownRoundAt;
  private long ownTimer;

  RouteKeeper(
      Loop loop,
      FloodPruneConfig config,
      FloodCounters counters,
      SourceId self,
      Listener listener) {
    this.loop = loop;
    this.config = config;
    this.counters = counters;
    this.self = self;
    this.listener = listener;
  }

  private long now() {
    return loop.nanoTime();
  }

  Set<Neighbour> neighbours() {
    return neighbours;
  }

  @Nullable SourceRoute route(SourceId source) {
    return routes.get(source);
  }

  Collection<SourceRoute> all() {
    return routes.values();
  }

  void add(Neighbour neighbour) {
    neighbours.add(neighbour);
    for (SourceRoute route : routes.values()) {
      route.branches.put(neighbour, new Branch());
      if (route.round > 0) {
        tell(route, neighbour, false);
      }
    }
  }

  void remove(Neighbour neighbour) {
    neighbours.remove(neighbour);
    for (SourceRoute route : List.copyOf(routes.values())) {
      route.branches.remove(neighbour);
      if (route.candidate == neighbour) {
        route.candidate = null;
        loop.cancel(route.candidateTimer);
      }
      if (route.formerParent == neighbour) {
        route.formerParent = null;
      }
      if (route.parent == neighbour) {
        lose(route);
      }
    }
  }

  // This router as a source.

  /** The way to this router itself, which begins to be a source if it is none. */
  SourceRoute own() {
    SourceRoute route = routes.get(self);
    if (route == null) {
      route = add(self);
      newRound(route);
    }
    route.lastActive = now();
    return route;
  }

  private void newRound(SourceRoute route) {
    ownRound++;
    ownRoundAt = now();
    route.round = ownRound;
    route.roundAt = now();
    neighbours.forEach(each -> tell(route, each, false));
    loop.cancel(ownTimer);
    ownTimer = 0;
    if (!config.refresh().isZero()) {
      ownTimer = loop.schedule(config.refresh().toNanos(), () -> renew(route));
    }
  }

  private void renew(SourceRoute route) {
    if (routes.get(self) == route) {
      newRound(route);
    }
  }

  /** Somebody needs a round later than this one. */
  private void answer(SourceRoute route, int wanted) {
    if (wanted - ownRound >= 0) {
      // Who names a later round than there was has it from before, or from a liar: go beyond it.
      ownRound = wanted;
      long wait = ownRoundAt + SourceRoute.SEEK_GAP - now();
      if (wait <= 0) {
        newRound(route);
      } else {
        loop.cancel(ownTimer);
        ownTimer = loop.schedule(wait, () -> renew(route));
      }
    }
  }

  // Ways of others.

  private SourceRoute add(SourceId source) {
    SourceRoute route = new SourceRoute(source, now());
    neighbours.forEach(each -> route.branches.put(each, new Branch()));
    routes.put(source, route);
    return route;
  }

  /** A neighbour tells of its way. */
  void onRoute(Neighbour from, Route told) {
    SourceRoute route = routes.get(told.source());
    if (route == null) {
      if (told.isDependent() || told.source().equals(self)) {
        return;
      }
      if (routes.size() >= config.maxSources()) {
        counters.refused++;
        return;
      }
      route = add(told.source());
    }
    Branch branch = route.branches.get(from);
    if (branch == null) {
      return;
    }
    boolean isNew = told.isDependent() && !branch.isDependent;
    branch.isKnown = true;
    branch.isAssumed = false;
    branch.isDependent = told.isDependent();
    branch.round = told.round();
    branch.distance = told.distance();
    if (told.source().equals(self)) {
      if (told.round() - ownRound > 0) {
        answer(route, told.round());
      }
    } else if (told.isDependent()) {
      if (route.parent == from) {
        lose(route);
      }
    } else {
      consider(route, from, told);
    }
    listener.onBranch(route, from, branch, isNew);
  }

  private void consider(SourceRoute route, Neighbour from, Route told) {
    boolean isLater = route.round == 0 || told.round() - route.round > 0;
    if (isLater) {
      Neighbour parent = route.parent;
      if (parent == null || parent == from) {
        adopt(route, from);
      } else if (route.candidate == null) {
        route.candidate = from;
        route.candidateTimer =
            loop.schedule(
                PATIENCE,
                () -> {
                  Neighbour candidate = route.candidate;
                  route.candidate = null;
                  if (candidate != null && routes.get(route.id) == route) {
                    adopt(route, candidate);
                  }
                });
      }
    } else if (route.parent == null
        && told.round() == route.round
        && told.distance() < route.distance) {
      adopt(route, from);
    }
  }

  /** Goes over this neighbour from now on. */
  private void adopt(SourceRoute route, Neighbour next) {
    Branch branch = route.branches.get(next);
    if (branch == null || branch.isDependent) {
      return;
    }
    loop.cancel(route.candidateTimer);
    loop.cancel(route.seekTimer);
    route.seekTimer = 0;
    route.candidate = null;
    Neighbour before = route.parent;
    boolean isLater = route.round != branch.round;
    route.round = branch.round;
    route.distance = branch.distance + 1;
    route.parent = next;
    if (isLater) {
      route.roundAt = now();
    }
    if (before != null && before != next) {
      overlap(route, before);
    } else if (route.formerParent == next) {
      route.formerParent = null;
    }
    tell(route, next, true);
    for (Neighbour each : neighbours) {
      if (each != next && each != route.formerParent && isLater) {
        tell(route, each, false);
      }
    }
    listener.onParent(route, before);
  }

  /** The parent of before hears later that it is none, and no message is lost between the two. */
  private void overlap(SourceRoute route, Neighbour before) {
    Neighbour older = route.formerParent;
    if (older != null && older != before && older != route.parent) {
      tell(route, older, false);
    }
    loop.cancel(route.formerTimer);
    route.formerParent = before;
    route.formerTimer =
        loop.schedule(
            OVERLAP,
            () -> {
              Neighbour former = route.formerParent;
              route.formerParent = null;
              if (former != null && former != route.parent && routes.get(route.id) == route) {
                tell(route, former, false);
              }
            });
  }

  /** Says once more, to who passes on what is not wanted, that the way does not lead over it. */
  void deny(SourceRoute route, Neighbour neighbour) {
    Branch branch = route.branches.get(neighbour);
    if (branch != null && now() - branch.toldAt >= SECOND) {
      tell(route, neighbour, false);
    }
  }

  private void tell(SourceRoute route, Neighbour neighbour, boolean isDependent) {
    Branch branch = route.branches.get(neighbour);
    if (branch != null) {
      branch.toldAt = now();
    }
    neighbour.send(new Route(route.id, route.round, route.distance, isDependent));
  }

  private void lose(SourceRoute route) {
    Neighbour before = route.parent;
    route.parent = null;
    Neighbour candidate = route.candidate;
    route.candidate = null;
    loop.cancel(route.candidateTimer);
    Neighbour next = candidate != null ? candidate : route.nextBest();
    if (next != null) {
      adopt(route, next);
    }
    if (route.parent == null) {
      listener.onParent(route, before);
      seek(route, SECOND);
    }
  }

  private void seek(SourceRoute route, long again) {
    if (routes.get(route.id) != route || route.parent != null) {
      return;
    }
    route.soughtAt = now();
    counters.seeks += neighbours.size();
    neighbours.forEach(each -> each.send(new Seek(route.id, route.round)));
    route.seekTimer = loop.schedule(again, () -> seek(route, Math.min(LONGEST_SEEK, 2 * again)));
  }

  /** A neighbour has lost its way. */
  void onSeek(Neighbour from, Seek seek) {
    SourceRoute route = routes.get(seek.source());
    if (route == null) {
      return;
    }
    if (seek.source().equals(self)) {
      answer(route, seek.round());
    } else if (route.round - seek.round() > 0) {
      tell(route, from, route.parent == from);
    } else if (now() - route.soughtAt >= SourceRoute.SEEK_GAP) {
      route.soughtAt = now();
      Neighbour parent = route.parent;
      for (Neighbour each : neighbours) {
        if (each != from && (parent == each || parent == null || parent == from)) {
          counters.seeks++;
          each.send(seek);
        }
      }
    }
  }

  // Forgetting.

  /** Forgets sources that are silent. */
  void sweep() {
    long idle = config.idle().toNanos();
    for (SourceRoute route : new ArrayList<>(routes.values())) {
      if (now() - route.lastActive >= idle) {
        forget(route);
      }
    }
  }

  private void forget(SourceRoute route) {
    routes.remove(route.id);
    stop(route);
    listener.onForgotten(route);
  }

  private void stop(SourceRoute route) {
    loop.cancel(route.candidateTimer);
    loop.cancel(route.formerTimer);
    loop.cancel(route.seekTimer);
  }

  void end() {
    loop.cancel(ownTimer);
    routes.values().forEach(this::stop);
    List<SourceRoute> ended = new ArrayList<>(routes.values());
    routes.clear();
    neighbours.clear();
    ended.forEach(listener::onForgotten);
  }

  boolean isInOrder() {
    return routes.size() <= config.maxSources() + 1
        && routes.values().stream().allMatch(SourceRoute::isInOrder);
  }
}
