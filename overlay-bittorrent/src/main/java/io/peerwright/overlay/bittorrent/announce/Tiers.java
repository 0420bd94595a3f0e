package io.peerwright.overlay.bittorrent.announce;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Trackers in tiers (BEP 12): each tier in an order drawn once, and whoever answers goes to the
 * front of its tier.
 *
 * @param <T> a tracker
 */
final class Tiers<T> {

  private final List<List<T>> tiers = new ArrayList<>();

  Tiers(List<List<T>> given, RandomGenerator random) {
    for (List<T> tier : given) {
      List<T> shuffled = new ArrayList<>(tier);
      for (int i = shuffled.size() - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        shuffled.set(j, shuffled.set(i, shuffled.get(j)));
      }
      tiers.add(shuffled);
    }
  }

  /** All of them, in the order in which they are to be tried. */
  List<T> order() {
    List<T> order = new ArrayList<>();
    tiers.forEach(order::addAll);
    return order;
  }

  /** One has answered. */
  void promote(T tracker) {
    for (List<T> tier : tiers) {
      if (tier.remove(tracker)) {
        tier.add(0, tracker);
        return;
      }
    }
  }
}
