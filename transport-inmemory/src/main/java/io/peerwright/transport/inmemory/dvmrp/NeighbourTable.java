package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The routers that are heard on each LAN, and whether they hear us. */
final class NeighbourTable {

  /** What a probe tells. */
  enum News {
    NONE,
    /** Somebody is there who was not. */
    HEARD,
    /** It hears us, which it did not. */
    MUTUAL,
    /** It has started again, and knows nothing of what was said before. */
    RESTARTED
  }

  private record Neighbour(int generation, boolean hearsUs, long until) {}

  private final List<Endpoint> self;
  private final List<Map<Endpoint, Neighbour>> all = new ArrayList<>();

  NeighbourTable(List<Endpoint> self) {
    this.self = List.copyOf(self);
    self.forEach(each -> all.add(new TreeMap<>()));
  }

  News hear(int lan, Endpoint from, Probe probe, long now) {
    boolean hearsUs = probe.neighbours().contains(self.get(lan));
    long until = now + DvmrpTimes.NEIGHBOUR_TIMEOUT;
    Neighbour before = all.get(lan).put(from, new Neighbour(probe.generation(), hearsUs, until));
    if (before == null) {
      return News.HEARD;
    }
    if (before.generation != probe.generation()) {
      return News.RESTARTED;
    }
    return hearsUs && !before.hearsUs ? News.MUTUAL : News.NONE;
  }

  boolean isMutual(int lan, Endpoint neighbour) {
    Neighbour known = all.get(lan).get(neighbour);
    return known != null && known.hearsUs;
  }

  List<Endpoint> heard(int lan) {
    return List.copyOf(all.get(lan).keySet());
  }

  /** Drops those that have been silent for too long, and tells who they are. */
  List<Endpoint> expire(int lan, long now) {
    List<Endpoint> gone = new ArrayList<>();
    all.get(lan)
        .forEach(
            (address, neighbour) -> {
              if (neighbour.until - now <= 0) {
                gone.add(address);
              }
            });
    gone.forEach(all.get(lan)::remove);
    return gone;
  }
}
