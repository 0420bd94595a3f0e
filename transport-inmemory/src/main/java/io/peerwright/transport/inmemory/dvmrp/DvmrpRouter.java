package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Graft;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.GraftAck;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Probe;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Prune;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Report;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Route;
import io.peerwright.transport.inmemory.dvmrp.TreeState.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A router after DVMRP version 3: finds its neighbours by probes and the way to each LAN by their
 * reports. A packet goes on only if it has come on the way to its source, and only to LANs that
 * have members, or routers that depend on us and have not pruned this source and group. Who has
 * nobody to pass it to prunes; who has somebody again grafts, until that is acknowledged.
 *
 * <p>Not taken over from the draft: hold-down of lost routes, and aggregation of them.
 */
public final class DvmrpRouter {

  private final DvmrpPort port;
  private final int lans;
  private final int generation;
  private final long pruneLifetime;
  private final RouteTable routes;
  private final NeighbourTable neighbours;
  private final Map<Key, TreeState> trees = new TreeMap<>();
  private long probeTimer;
  private long reportTimer;
  private long flashTimer;
  private boolean hasFlashed;
  private long flashedAt;
  private boolean ended;

  /**
   * A router that begins.
   *
   * @param self its address on each of its LANs
   * @param networks the number of each
   * @param generation another one after each start
   */
  public DvmrpRouter(
      DvmrpPort port,
      List<Endpoint> self,
      List<Integer> networks,
      int generation,
      long pruneLifetime) {
    this.port = port;
    this.lans = self.size();
    this.generation = generation;
    this.pruneLifetime = pruneLifetime;
    this.routes = new RouteTable(self, networks);
    this.neighbours = new NeighbourTable(self);
    probe();
    reportAll();
  }

  private Loop loop() {
    return port.loop();
  }

  private long now() {
    return loop().nanoTime();
  }

  /** Stops all timers. */
  public void end() {
    ended = true;
    loop().cancel(probeTimer);
    loop().cancel(reportTimer);
    loop().cancel(flashTimer);
    trees.values().forEach(tree -> loop().cancel(tree.graft));
    trees.clear();
  }

  // Neighbours and routes.

  private void probe() {
    boolean gone = false;
    for (int lan = 0; lan < lans; lan++) {
      for (Endpoint neighbour : neighbours.expire(lan, now())) {
        forget(lan, neighbour);
        gone = true;
      }
      probe(lan);
    }
    if (gone) {
      changed();
    }
    probeTimer = loop().schedule(DvmrpTimes.PROBE_INTERVAL, this::probe);
  }

  private void probe(int lan) {
    port.send(lan, null, new Probe(generation, neighbours.heard(lan)));
  }

  private void forget(int lan, Endpoint neighbour) {
    routes.forget(lan, neighbour);
    trees.values().forEach(tree -> tree.graft(lan, neighbour));
  }

  private void reportAll() {
    for (int lan = 0; lan < lans; lan++) {
      port.send(lan, null, new Report(routes.toReport(lan)));
    }
    reportTimer = loop().schedule(DvmrpTimes.REPORT_INTERVAL, this::reportAll);
  }

  /** Tells all neighbours of a change, at once if there was none lately. */
  private void changed() {
    trees.forEach(this::settle);
    if (flashTimer == 0) {
      long next = hasFlashed ? flashedAt + DvmrpTimes.FLASH_INTERVAL - now() : 0;
      flashTimer = loop().schedule(next, this::flash);
    }
  }

  private void flash() {
    flashTimer = 0;
    hasFlashed = true;
    flashedAt = now();
    for (int lan = 0; lan < lans; lan++) {
      List<Route> told = routes.toReport(lan);
      if (!neighbours.heard(lan).isEmpty()) {
        port.send(lan, null, new Report(told));
      }
    }
  }

  /** A message of another router on one of our LANs. */
  public void hear(int lan, Endpoint from, DvmrpMessage message) {
    if (message instanceof Probe probe) {
      hearProbe(lan, from, probe);
    } else if (!neighbours.isMutual(lan, from)) {
      return;
    } else if (message instanceof Report report) {
      if (routes.report(lan, from, report.routes())) {
        changed();
      }
    } else if (message instanceof Prune prune) {
      hearPrune(lan, from, prune);
    } else if (message instanceof Graft graft) {
      hearGraft(lan, from, graft);
    } else if (message instanceof GraftAck ack) {
      TreeState tree = trees.get(new Key(ack.source(), ack.group()));
      if (tree != null) {
        loop().cancel(tree.graft);
        tree.graft = 0;
      }
    }
  }

  private void hearProbe(int lan, Endpoint from, Probe probe) {
    NeighbourTable.News news = neighbours.hear(lan, from, probe, now());
    if (news == NeighbourTable.News.RESTARTED) {
      forget(lan, from);
    }
    if (news == NeighbourTable.News.HEARD || news == NeighbourTable.News.RESTARTED) {
      // It has not heard us perhaps, and needs not wait for our next probe.
      probe(lan);
    }
    if (news != NeighbourTable.News.NONE && neighbours.isMutual(lan, from)) {
      port.send(lan, null, new Report(routes.toReport(lan)));
      changed();
    }
  }

  // Trees.

  /**
   * A packet has come.
   *
   * @return the LANs that it goes to
   */
  public List<Integer> forward(int lan, Endpoint source, Endpoint group) {
    RouteTable.Way way = routes.to(port.networkOf(source));
    if (way == null || way.via() != lan || !port.mayCross(group)) {
      return List.of();
    }
    Key key = new Key(source, group);
    TreeState tree = trees.computeIfAbsent(key, unknown -> new TreeState(lans));
    List<Integer> out = outputs(key, tree);
    if (out.isEmpty()) {
      prune(key, tree, way.upstream(), lan);
    }
    return out;
  }

  private List<Integer> outputs(Key key, TreeState tree) {
    int network = port.networkOf(key.source());
    List<Integer> out = new ArrayList<>();
    for (int lan = 0; lan < lans; lan++) {
      if (routes.isForwarder(lan, network) && isWanted(lan, network, key, tree)) {
        out.add(lan);
      }
    }
    return out;
  }

  private boolean isWanted(int lan, int network, Key key, TreeState tree) {
    if (port.hasMember(lan, key.group(), key.source())) {
      return true;
    }
    for (Endpoint dependent : routes.dependents(lan, network)) {
      if (!tree.isPruned(lan, dependent, now())) {
        return true;
      }
    }
    return false;
  }

  private void prune(Key key, TreeState tree, @Nullable Endpoint upstream, int lan) {
    boolean again = tree.hasPruned && tree.prunedUntil - now() > 0;
    if (upstream == null || again && tree.pruneAgainAt - now() > 0) {
      return;
    }
    tree.pruneRetry = again ? 2 * tree.pruneRetry : DvmrpTimes.PRUNE_RETRY;
    tree.pruneAgainAt = now() + tree.pruneRetry;
    tree.prunedUntil = tree.firstEnd(now() + pruneLifetime, now());
    tree.hasPruned = true;
    int seconds = (int) Math.max(1, (tree.prunedUntil - now()) / 1_000_000_000);
    port.send(lan, upstream, new Prune(key.source(), key.group(), seconds));
  }

  private void hearPrune(int lan, Endpoint from, Prune prune) {
    Key key = new Key(prune.source(), prune.group());
    TreeState tree = trees.get(key);
    int network = port.networkOf(prune.source());
    if (tree == null || !routes.dependents(lan, network).contains(from)) {
      return;
    }
    long lifetime = Math.min(pruneLifetime, prune.lifetimeSeconds() * 1_000_000_000L);
    tree.prune(lan, from, now() + lifetime);
    RouteTable.Way way = routes.to(network);
    if (way != null && outputs(key, tree).isEmpty()) {
      prune(key, tree, way.upstream(), way.via());
    }
  }

  private void hearGraft(int lan, Endpoint from, Graft graft) {
    port.send(lan, from, new GraftAck(graft.source(), graft.group()));
    Key key = new Key(graft.source(), graft.group());
    TreeState tree = trees.get(key);
    if (tree != null) {
      tree.graft(lan, from);
      settle(key, tree);
    }
  }

  /** The hosts of a LAN have joined or left a group. */
  public void membersChanged(Endpoint group) {
    trees.forEach(
        (key, tree) -> {
          if (key.group().equals(group)) {
            settle(key, tree);
          }
        });
  }

  /** Grafts what was pruned and is wanted again. */
  private void settle(Key key, TreeState tree) {
    RouteTable.Way way = routes.to(port.networkOf(key.source()));
    if (tree.hasPruned && way != null && way.upstream() != null && !outputs(key, tree).isEmpty()) {
      boolean lasts = tree.prunedUntil - now() > 0;
      tree.hasPruned = false;
      if (lasts) {
        loop().cancel(tree.graft);
        graft(key, tree, DvmrpTimes.GRAFT_RETRY);
      }
    }
  }

  private void graft(Key key, TreeState tree, long retry) {
    RouteTable.Way way = routes.to(port.networkOf(key.source()));
    Endpoint upstream = way == null ? null : way.upstream();
    if (ended || way == null || upstream == null) {
      tree.graft = 0;
      return;
    }
    port.send(way.via(), upstream, new Graft(key.source(), key.group()));
    tree.graft = loop().schedule(retry, () -> graft(key, tree, 2 * retry));
  }
}
