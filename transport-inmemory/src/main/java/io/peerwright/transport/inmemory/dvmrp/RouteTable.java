package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far each LAN is and over which neighbour, from what the neighbours have reported; and which
 * neighbours take its packets from us. Pure: reports go in, routes come out.
 *
 * <p>Of several neighbours the nearest is taken, of those as near that of the lowest address; all
 * routers of a LAN come to the same choice, which is the one that forwards there.
 */
final class RouteTable {

  /**
   * The way to a LAN.
   *
   * @param metric 1 for a LAN that the router is on
   * @param via over which of its own LANs
   * @param upstream the router that its packets come from; null if they come from their source
   */
  record Way(int metric, int via, @Nullable Endpoint upstream) {}

  /** A neighbour on one of our LANs. */
  private record Neighbour(int lan, Endpoint address) {}

  private final List<Endpoint> self;
  private final Map<Integer, Integer> direct;

  /** What each neighbour has reported: by its LAN and address, the metric of each network. */
  private final List<Map<Endpoint, Map<Integer, Integer>>> reported = new ArrayList<>();

  private Map<Integer, Way> ways = new TreeMap<>();

  /**
   * A table that knows the router's own LANs only.
   *
   * @param self our address on each of our LANs
   * @param networks the number of each
   */
  RouteTable(List<Endpoint> self, List<Integer> networks) {
    this.self = List.copyOf(self);
    this.direct = new TreeMap<>();
    for (int i = 0; i < networks.size(); i++) {
      direct.putIfAbsent(networks.get(i), i);
      reported.add(new TreeMap<>());
    }
    select();
  }

  /** The way to a LAN; null if there is none. */
  @Nullable Way to(int network) {
    return ways.get(network);
  }

  /** Takes a report; true if a way or who depends on us has changed. */
  boolean report(int lan, Endpoint from, List<Route> routes) {
    Map<Integer, Integer> known =
        reported.get(lan).computeIfAbsent(from, unknown -> new TreeMap<>());
    boolean changed = false;
    for (Route route : routes) {
      Integer before = known.put(route.network(), route.metric());
      changed |= before == null || before != route.metric();
    }
    if (changed) {
      select();
    }
    return changed;
  }

  /** Forgets a neighbour. */
  void forget(int lan, Endpoint neighbour) {
    if (reported.get(lan).remove(neighbour) != null) {
      select();
    }
  }

  private void select() {
    Map<Integer, Way> selected = new TreeMap<>();
    direct.forEach((network, lan) -> selected.put(network, new Way(1, lan, null)));
    for (int lan = 0; lan < reported.size(); lan++) {
      for (Map.Entry<Endpoint, Map<Integer, Integer>> each : reported.get(lan).entrySet()) {
        offer(new Neighbour(lan, each.getKey()), each.getValue(), selected);
      }
    }
    ways = selected;
  }

  private static void offer(
      Neighbour neighbour, Map<Integer, Integer> metrics, Map<Integer, Way> selected) {
    metrics.forEach(
        (network, metric) -> {
          Way way = new Way(metric + 1, neighbour.lan, neighbour.address);
          Way best = selected.get(network);
          boolean better = best == null || way.metric < best.metric || isFirst(way, best);
          if (metric > 0 && way.metric < DvmrpMessage.INFINITY && better) {
            selected.put(network, way);
          }
        });
  }

  private static boolean isFirst(Way way, Way best) {
    return way.metric == best.metric
        && way.upstream != null
        && best.upstream != null
        && way.upstream.compareTo(best.upstream) < 0;
  }

  /** What to tell on a LAN; lost networks that others still name there are told as such. */
  List<Route> toReport(int lan) {
    List<Route> routes = new ArrayList<>();
    TreeSet<Integer> networks = new TreeSet<>(ways.keySet());
    reported.forEach(on -> on.values().forEach(each -> networks.addAll(each.keySet())));
    for (int network : networks) {
      Way way = ways.get(network);
      if (way == null) {
        routes.add(new Route(network, DvmrpMessage.INFINITY));
      } else {
        boolean poison = way.via == lan && way.upstream != null;
        routes.add(new Route(network, way.metric + (poison ? DvmrpMessage.INFINITY : 0)));
      }
    }
    return routes;
  }

  /** Whether of the routers of a LAN it is us who forward there what comes from a network. */
  boolean isForwarder(int lan, int network) {
    Way way = ways.get(network);
    if (way == null || way.via == lan) {
      return false;
    }
    for (Map.Entry<Endpoint, Map<Integer, Integer>> other : reported.get(lan).entrySet()) {
      int metric = other.getValue().getOrDefault(network, DvmrpMessage.INFINITY);
      boolean nearer =
          metric < way.metric
              || metric == way.metric && other.getKey().compareTo(self.get(lan)) < 0;
      if (metric > 0 && nearer) {
        return false;
      }
    }
    return true;
  }

  /** The routers of a LAN that take the packets of a network from whoever forwards there. */
  List<Endpoint> dependents(int lan, int network) {
    List<Endpoint> dependents = new ArrayList<>();
    reported
        .get(lan)
        .forEach(
            (neighbour, metrics) -> {
              if (metrics.getOrDefault(network, 0) > DvmrpMessage.INFINITY) {
                dependents.add(neighbour);
              }
            });
    return dependents;
  }
}
