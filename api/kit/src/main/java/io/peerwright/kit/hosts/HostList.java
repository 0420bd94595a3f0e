package io.peerwright.kit.hosts;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hosts in the order in which they came, each once. A few are looked through; for more there is a
 * table, so that most peers, who know a few, need none.
 */
final class HostList<H extends KnownHost> {

  private static final int FEW = 8;

  private List<H> hosts = List.of();

  /** Null as long as there are few. */
  private @Nullable Map<Endpoint, H> table;

  int size() {
    return hosts.size();
  }

  /** All; not to be changed. */
  List<H> all() {
    return Collections.unmodifiableList(hosts);
  }

  /** The host at an address; null if it is not there. */
  @Nullable H get(Endpoint endpoint) {
    if (table != null) {
      return table.get(endpoint);
    }
    for (H host : hosts) {
      if (host.endpoint().equals(endpoint)) {
        return host;
      }
    }
    return null;
  }

  /** Adds one at whose address there is none. */
  void add(H host) {
    if (hosts.isEmpty()) {
      hosts = new ArrayList<>(2);
    }
    hosts.add(host);
    if (table != null) {
      table.put(host.endpoint(), host);
    } else if (hosts.size() > FEW) {
      Map<Endpoint, H> all = new HashMap<>();
      hosts.forEach(each -> all.put(each.endpoint(), each));
      table = all;
    }
  }

  /** Takes one away, if it is there. */
  void remove(H host) {
    if (!hosts.isEmpty() && hosts.remove(host)) {
      if (table != null) {
        table.remove(host.endpoint());
      }
      shrink();
    }
  }

  /** Takes those away. */
  void removeIf(Predicate<? super H> gone) {
    if (!hosts.isEmpty() && hosts.removeIf(gone)) {
      if (table != null) {
        table.values().removeIf(gone);
      }
      shrink();
    }
  }

  private void shrink() {
    if (hosts.size() <= FEW / 2) {
      table = null;
    }
    if (hosts.isEmpty()) {
      hosts = List.of();
    }
  }

  /** Asserts that the table has those of the list; true. */
  boolean checkInvariants() {
    Map<Endpoint, H> all = table;
    if (all != null) {
      assert all.size() == hosts.size() : all.size() + " in the table, not " + hosts.size();
      for (H host : hosts) {
        assert all.get(host.endpoint()) == host : host.endpoint() + " is not in the table";
      }
    }
    return true;
  }

  void clear() {
    hosts = List.of();
    table = null;
  }
}
