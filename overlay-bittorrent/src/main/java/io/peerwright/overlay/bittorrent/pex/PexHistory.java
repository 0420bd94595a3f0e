package io.peerwright.overlay.bittorrent.pex;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who has come and who has gone, numbered in that order. So it takes one number to know what
 * somebody was told, and not a list for each that is told.
 */
public final class PexHistory {

  /** Older ones are forgotten: that somebody has gone will be found out without being told. */
  private static final int MAX_GONE = 200;

  /**
   * What somebody has not been told yet.
   *
   * @param added who has come, with flags
   * @param dropped who has gone of those that it was told of
   * @param comings the number up to which it is told of who has come, from now on
   * @param goings the same of who has gone
   */
  public record News(
      Map<Endpoint, Integer> added, List<Endpoint> dropped, long comings, long goings) {
    public boolean isEmpty() {
      return added.isEmpty() && dropped.isEmpty();
    }
  }

  private record Present(long number, int flags) {}

  private record Gone(Endpoint endpoint, long came, long number) {}

  /** In the order of their coming. */
  private final Map<Endpoint, Present> present = new LinkedHashMap<>();

  private final Deque<Gone> gone = new ArrayDeque<>();
  private long number;

  /** These are here now, with flags. */
  public void notice(Map<Endpoint, Integer> here) {
    present
        .entrySet()
        .removeIf(
            each -> {
              boolean left = !here.containsKey(each.getKey());
              if (left) {
                gone.addLast(new Gone(each.getKey(), each.getValue().number, ++number));
              }
              return left;
            });
    while (gone.size() > MAX_GONE) {
      gone.removeFirst();
    }
    here.forEach(
        (endpoint, flags) -> {
          Present known = present.get(endpoint);
          present.put(endpoint, new Present(known == null ? ++number : known.number, flags));
        });
  }

  /**
   * What is new to somebody.
   *
   * @param comings up to where it was told of who has come, 0 at first
   * @param goings up to where it was told of who has gone
   * @param most of either kind; the rest is for the next time
   */
  public News since(long comings, long goings, int most, Predicate<Endpoint> isTold) {
    Map<Endpoint, Integer> added = new LinkedHashMap<>();
    long toldComings = comings;
    for (Map.Entry<Endpoint, Present> each : present.entrySet()) {
      if (each.getValue().number > comings && added.size() < most) {
        toldComings = each.getValue().number;
        if (isTold.test(each.getKey())) {
          added.put(each.getKey(), each.getValue().flags);
        }
      }
    }
    List<Endpoint> dropped = new ArrayList<>();
    long toldGoings = goings;
    for (Gone each : gone) {
      if (each.number > goings && dropped.size() < most) {
        toldGoings = each.number;
        if (each.came <= comings && !present.containsKey(each.endpoint)) {
          dropped.add(each.endpoint);
        }
      }
    }
    return new News(added, dropped, toldComings, toldGoings);
  }
}
