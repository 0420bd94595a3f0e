package io.peerwright.testkit;

import io.peerwright.api.overlay.Overlay;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The counters of a peer through all its lives, and whether they only grow. */
final class CounterBook {

  private final Map<String, Long> earlierLives = new TreeMap<>();
  private final Map<String, Long> seen = new TreeMap<>();

  /** Reads the counters of the present life and complains of those that went back. */
  void read(Overlay overlay, Consumer<String> complain) {
    overlay.meters(
        (name, value) -> {
          Long before = isLevel(name) ? null : seen.put(name, value);
          if (before != null && value < before) {
            complain.accept("counter " + name + " went back from " + before + " to " + value);
          }
        });
  }

  private static boolean isLevel(String name) {
    return name.endsWith(".now");
  }

  /** The present life is over; what was read last is kept. */
  void close() {
    seen.forEach((name, value) -> earlierLives.merge(name, value, Long::sum));
    seen.clear();
  }

  /** Adds the counters of earlier lives to a sum. */
  void addTo(Map<String, Long> sum) {
    earlierLives.forEach((name, value) -> sum.merge(name, value, Long::sum));
  }
}
