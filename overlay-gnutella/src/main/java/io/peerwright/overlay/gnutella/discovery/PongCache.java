package io.peerwright.overlay.gnutella.discovery;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The servents that pongs of late have told of, so that pings are answered without being passed on.
 * An answer takes them from near and far in turn, and none that the asker has told itself.
 *
 * <p>Bounded, each link to a fifth of it and each address to three ports, so that one neighbour
 * that names many, or one host under many ports, displaces only what it has told itself.
 */
public final class PongCache {

  /** How many are kept. */
  public static final int MAX = 60;

  /** How many of them one link may have told. */
  public static final int MAX_OF_A_LINK = 12;

  /** How long one is told to others, in seconds. */
  public static final int FRESH_SECONDS = 180;

  private static final int MAX_AT_AN_ADDRESS = 3;

  /**
   * One of them.
   *
   * @param servent it
   * @param hops how far away it is from us
   * @param from the link that has told
   * @param seconds when
   */
  public record Entry(KnownServent servent, int hops, int from, int seconds) {}

  /** The latest last. */
  private final Deque<Entry> entries = new ArrayDeque<>(0);

  /** Nobody is known. */
  public PongCache() {}

  /** Whether one of them has said that it takes TLS. */
  public boolean takesTls(Endpoint servent) {
    return entries.stream()
        .anyMatch(each -> each.servent.endpoint().equals(servent) && each.servent.takesTls());
  }

  /** How many are kept, fresh or not. */
  public int size() {
    return entries.size();
  }

  /**
   * A pong has told of a servent.
   *
   * @param hops how far away it is, counted here
   * @param from a number for who has told
   * @param seconds of a clock that does not go back
   */
  public void add(KnownServent servent, int hops, int from, int seconds) {
    forget(seconds);
    Entry firstOfLink = null;
    int ofLink = 0;
    int atAddress = 0;
    for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      Endpoint known = entry.servent.endpoint();
      if (known.equals(servent.endpoint())) {
        each.remove();
        continue;
      }
      atAddress += AddressKey.isSame(known, servent.endpoint()) ? 1 : 0;
      if (entry.from == from && ofLink++ == 0) {
        firstOfLink = entry;
      }
    }
    if (atAddress >= MAX_AT_AN_ADDRESS) {
      return;
    }
    if (ofLink >= MAX_OF_A_LINK) {
      entries.remove(firstOfLink);
    } else if (entries.size() >= MAX) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(servent, hops, from, seconds));
  }

  private void forget(int seconds) {
    while (!entries.isEmpty() && seconds - entries.getFirst().seconds > FRESH_SECONDS) {
      entries.removeFirst();
    }
  }

  /**
   * Some for who asks: the latest of each distance in turn, the nearest first.
   *
   * @param notFrom the number of who asks
   * @param asker where it is itself
   * @param most how many at most
   */
  public List<Entry> some(int notFrom, Endpoint asker, int most, int seconds) {
    forget(seconds);
    Map<Integer, Deque<Entry>> byHops = new TreeMap<>();
    for (Entry each : entries) {
      if (each.from != notFrom && !each.servent.endpoint().equals(asker)) {
        byHops.computeIfAbsent(each.hops, hops -> new ArrayDeque<>()).addFirst(each);
      }
    }
    List<Entry> chosen = new ArrayList<>();
    while (!byHops.isEmpty() && chosen.size() < most) {
      for (Iterator<Deque<Entry>> each = byHops.values().iterator(); each.hasNext(); ) {
        Deque<Entry> alike = each.next();
        if (chosen.size() < most) {
          chosen.add(alike.removeFirst());
        }
        if (alike.isEmpty()) {
          each.remove();
        }
      }
    }
    return chosen;
  }
}
