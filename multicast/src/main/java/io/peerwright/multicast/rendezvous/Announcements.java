package io.peerwright.multicast.rendezvous;

import io.peerwright.api.multicast.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that peers announce: each as long as one of them does. That of a peer which has gone
 * without a word is kept for a lease, for it may only have lost its link.
 *
 * @param <P> who announces
 */
final class Announcements<P> {

  private static final class Announcement<P> {
    final List<P> peers = new ArrayList<>(1);
    int end;
  }

  private final int most;
  private final Map<Group, Announcement<P>> groups = new LinkedHashMap<>();

  /** None. */
  Announcements(int most) {
    this.most = most;
  }

  int size() {
    return groups.size();
  }

  /** All that are announced, those of longest standing first. */
  List<Group> all() {
    return List.copyOf(groups.keySet());
  }

  /**
   * A peer announces a group, or goes on with it.
   *
   * @return true if it was not announced before, and there is a place for it
   */
  boolean announce(Group group, P peer, int end) {
    Announcement<P> known = groups.get(group);
    boolean isNew = known == null && groups.size() < most;
    if (isNew) {
      known = new Announcement<>();
      groups.put(group, known);
    }
    if (known != null) {
      known.end = end;
      if (!known.peers.contains(peer)) {
        known.peers.add(peer);
      }
    }
    return isNew;
  }

  void withdraw(Group group, P peer) {
    Announcement<P> known = groups.get(group);
    if (known != null && known.peers.remove(peer) && known.peers.isEmpty()) {
      groups.remove(group);
    }
  }

  /** A peer is gone without a word. */
  void gone(P peer) {
    groups.values().forEach(each -> each.peers.remove(peer));
  }

  /** Takes out those that nobody has gone on with. */
  void expire(int now) {
    groups.values().removeIf(each -> each.end < now);
  }
}
