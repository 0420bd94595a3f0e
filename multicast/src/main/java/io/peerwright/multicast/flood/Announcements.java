package io.peerwright.multicast.flood;

import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodMessage.Announcement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Groups that are offered. Each offer is flooded once, renewed each minute, remembered for as long
 * as silent sources are, and told to each new neighbour, so that who comes late knows at once.
 */
final class Announcements {

  /** Who offers what. */
  private record Key(SourceId origin, Group group) {}

  private record Offer(Announcement last, @Nullable Neighbour from, long until) {}

  private final Loop loop;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final SourceId self;
  private final Collection<Neighbour> neighbours;
  private final Consumer<Group> found;
  private final Map<Key, Offer> offers = new LinkedHashMap<>(4);
  private final Map<Group, Integer> own = new LinkedHashMap<>(2);
  private int number;

  /**
   * Nothing offered.
   *
   * @param neighbours those that there are at any time
   * @param found told of groups that others offer, also again
   */
  Announcements(
      Loop loop,
      FloodPruneConfig config,
      FloodCounters counters,
      SourceId self,
      Collection<Neighbour> neighbours,
      Consumer<Group> found) {
    this.loop = loop;
    this.config = config;
    this.counters = counters;
    this.self = self;
    this.neighbours = neighbours;
    this.found = found;
  }

  private void flood(Announcement announcement, @Nullable Neighbour except) {
    for (Neighbour each : List.copyOf(neighbours)) {
      if (each != except) {
        each.send(announcement);
      }
    }
  }

  private void offer(Group group, boolean isWithdrawn) {
    Announcement announcement = new Announcement(self, ++number, isWithdrawn, group);
    own.put(group, number);
    flood(announcement, null);
  }

  /** This peer offers a group. */
  void announce(Group group) {
    offer(group, false);
  }

  /** It does so no more. */
  void withdraw(Group group) {
    if (own.containsKey(group)) {
      offer(group, true);
      own.remove(group);
    }
  }

  /** Offers everything once more. */
  void renew() {
    List.copyOf(own.keySet()).forEach(this::announce);
  }

  /** A neighbour tells of an offer. */
  void receive(Neighbour from, Announcement told) {
    if (told.origin().equals(self)) {
      return;
    }
    Key key = new Key(told.origin(), told.group());
    Offer known = offers.get(key);
    if (known != null && told.number() - known.last.number() <= 0) {
      return;
    }
    if (known == null && !hasRoom(from, told.origin())) {
      counters.refused++;
      return;
    }
    boolean isNews = !told.isWithdrawn() && !isOffered(told.group());
    offers.put(key, new Offer(told, from, loop.nanoTime() + config.idle().toNanos()));
    flood(told, from);
    if (isNews) {
      found.accept(told.group());
    }
  }

  /**
   * Whether an offer finds a place: one neighbour fills three quarters of the table at the most,
   * and who offers most makes room for who offers less by more than one.
   */
  private boolean hasRoom(Neighbour from, SourceId origin) {
    int most = config.maxAnnouncements();
    boolean isFull = offers.size() >= most;
    long brought = offers.values().stream().filter(each -> each.from == from).count();
    if (!isFull && brought < Math.max(1, most - most / 4)) {
      return true;
    }
    Map<SourceId, Integer> counts = new LinkedHashMap<>();
    Key heaviest = null;
    int least = counts(origin) + 2;
    for (Map.Entry<Key, Offer> each : offers.entrySet()) {
      if (isFull || each.getValue().from == from) {
        int count = counts.merge(each.getKey().origin, 1, Integer::sum);
        if (count >= least) {
          heaviest = each.getKey();
          least = count + 1;
        }
      }
    }
    return heaviest != null && offers.remove(heaviest) != null;
  }

  private int counts(SourceId origin) {
    return (int) offers.keySet().stream().filter(each -> each.origin.equals(origin)).count();
  }

  private boolean isOffered(Group group) {
    for (Map.Entry<Key, Offer> each : offers.entrySet()) {
      if (each.getKey().group.equals(group) && !each.getValue().last.isWithdrawn()) {
        return true;
      }
    }
    return false;
  }

  /** The groups that others offer now, each once. */
  Set<Group> offered() {
    Set<Group> groups = new LinkedHashSet<>();
    offers.forEach(
        (key, offer) -> {
          if (!offer.last.isWithdrawn()) {
            groups.add(key.group);
          }
        });
    return groups;
  }

  /** Tells a new neighbour of all, also of what is withdrawn, which it may not know. */
  void tell(Neighbour neighbour) {
    own.forEach((group, last) -> neighbour.send(new Announcement(self, last, false, group)));
    offers.values().forEach(offer -> neighbour.send(offer.last));
  }

  /** Forgets what was not renewed. */
  void sweep() {
    long now = loop.nanoTime();
    for (Map.Entry<Key, Offer> each : new ArrayList<>(offers.entrySet())) {
      if (each.getValue().until - now <= 0) {
        offers.remove(each.getKey());
      }
    }
  }

  int size() {
    return offers.size();
  }
}
