package io.peerwright.overlay.gnutella.bootstrap;

import io.peerwright.api.net.HostPort;
import io.peerwright.kit.RecentValues;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The host caches that a servent knows, those of its configuration first. Names are read when they
 * are asked, and are those of the configuration until then: many servents of a process have one.
 */
final class Caches {

  /** How many over UDP are remembered. */
  static final int MAX_UDP = 50;

  private static final int MAX_NAME = 64;

  /**
   * One over UDP.
   *
   * @param at its name, or its address, and its port
   * @param source how near whoever has named it is
   */
  record Udp(String at, Reach source) {}

  private static final RecentValues<Udp> RECENT = new RecentValues<>();

  /** Those that were not asked in this round are asked first. */
  private final List<Udp> udp;

  private Map<Url, Reach> web = Map.of();

  /** Those of a configuration. */
  Caches(List<String> configured) {
    udp = new ArrayList<>(configured.size());
    for (String each : configured) {
      Url url = CacheLines.url(each);
      if (url == null) {
        addUdp(each, Reach.HOST);
      } else {
        addWeb(url, Reach.HOST);
      }
    }
  }

  private void addUdp(String at, Reach source) {
    if (udp.stream().noneMatch(each -> each.at.equals(at))) {
      udp.add(RECENT.same(new Udp(at, source)));
    }
  }

  private void addWeb(Url url, Reach source) {
    web = web.isEmpty() ? new LinkedHashMap<>() : web;
    web.putIfAbsent(url, source);
  }

  boolean hasUdp() {
    return !udp.isEmpty();
  }

  /** Those whose turn it is, so many at most; others come before them next time. */
  List<Udp> nextUdp(int most) {
    List<Udp> some = List.copyOf(udp.subList(0, Math.min(most, udp.size())));
    udp.removeAll(some);
    udp.addAll(some);
    return some;
  }

  /** Somebody has named one, which may be none. */
  void heardOfUdp(String named, Reach source) {
    if (udp.size() < MAX_UDP && named.length() <= MAX_NAME) {
      try {
        addUdp(HostPort.parse(named).toString(), source);
      } catch (IllegalArgumentException none) {
        // Strangers name anything.
      }
    }
  }

  /** Those over HTTP, with how near whoever has named them is; not to be changed. */
  Map<Url, Reach> web() {
    return web;
  }

  /** Somebody has named one over HTTP. */
  void heardOfWeb(Url url, Reach source) {
    if (web.size() < CacheLines.MAX_CACHES) {
      addWeb(url, source);
    }
  }
}
