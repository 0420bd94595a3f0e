package io.peerwright.overlay.bittorrent.choking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chance, for chokers. */
final class Draw {

  private Draw() {}

  /** The numbers below {@code count} in random order. */
  static List<Integer> shuffled(int count, RandomGenerator random) {
    List<Integer> order = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    for (int i = count - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }
}
