package io.peerwright.multicast.sap;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that others announce, until they are withdrawn or have not been announced for ten
 * intervals or an hour.
 *
 * <p>Bounded by count: the session that has been known for the longest time makes room; and by
 * sender, so that one host that announces anything drives out its own sessions only. A withdrawal
 * counts from the origin or the host that announced it.
 */
final class SessionCache {

  private record Key(Endpoint origin, String originator) {}

  private final int most;
  private final int mostOfOneHost;
  private final LinkedHashMap<Key, HeardSession> sessions = new LinkedHashMap<>();
  private long bytes;

  SessionCache(int most, int mostOfOneHost) {
    this.most = most;
    this.mostOfOneHost = mostOfOneHost;
  }

  /**
   * Takes an announcement.
   *
   * @param packet its bytes, which are kept
   * @return the group if it was not known of this session before
   */
  @Nullable Group announced(
      SapPacket announcement, SdpSession described, byte[] packet, Endpoint from, long now) {
    Key key = new Key(announcement.origin(), described.originator());
    HeardSession known = sessions.get(key);
    Group group = new Group(described.group(), described.title());
    if (known != null && known.group().equals(group)) {
      known.heard(from, announcement.origin(), now);
      return null;
    }
    remove(key);
    makeRoom(from);
    sessions.put(key, new HeardSession(group, packet, from, now));
    bytes += packet.length;
    return group;
  }

  private void makeRoom(Endpoint from) {
    Key eldest = null;
    int ofHost = 0;
    for (Map.Entry<Key, HeardSession> each : sessions.entrySet()) {
      if (HeardSession.isSameHost(each.getValue().announcer(), from)) {
        eldest = eldest == null ? each.getKey() : eldest;
        ofHost++;
      }
    }
    if (eldest != null && ofHost >= mostOfOneHost) {
      remove(eldest);
    } else if (sessions.size() >= most) {
      remove(sessions.keySet().iterator().next());
    }
  }

  private void remove(Key key) {
    HeardSession old = sessions.remove(key);
    bytes -= old == null ? 0 : old.packet().length;
  }

  /**
   * Takes a withdrawal.
   *
   * @return the group that is announced no more by this session; null if nothing changed
   */
  @Nullable Group withdrawn(Endpoint origin, String originator, Endpoint from) {
    Key key = new Key(origin, originator);
    HeardSession known = sessions.get(key);
    if (known == null || !known.isAnnouncedBy(from, origin)) {
      return null;
    }
    remove(key);
    return known.group();
  }

  /** Drops what has not been announced for so long. */
  void expire(long lifetimeNanos, long now) {
    Iterator<HeardSession> each = sessions.values().iterator();
    while (each.hasNext()) {
      HeardSession session = each.next();
      if (now - session.announcedNanos() >= lifetimeNanos) {
        bytes -= session.packet().length;
        each.remove();
      }
    }
  }

  Collection<HeardSession> all() {
    return sessions.values();
  }

  int size() {
    return sessions.size();
  }

  /** Of all packets: what one announcement of each session costs. */
  long bytes() {
    return bytes;
  }

  void clear() {
    sessions.clear();
    bytes = 0;
  }
}
