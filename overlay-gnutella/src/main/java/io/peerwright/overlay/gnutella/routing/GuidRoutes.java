package io.peerwright.overlay.gnutella.routing;

import io.peerwright.kit.limit.SaltedHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which GUIDs were seen, and on which link: what suppresses duplicates, and the way back for
 * answers. A GUID is kept as 64 bits that a secret makes of it, and a link as a number: 12 bytes an
 * entry in open addressing, without an object. Two generations bound it in number and in time: new
 * entries go into the young one; when that is full, or old enough, it becomes the old one, and the
 * old one goes. An entry is kept for one to two lives, and longer than that for nobody. What goes
 * is cleared and used again for as many as came last: at an even rate nothing is allocated.
 *
 * <p>Two different GUIDs are taken for one once in 2^64 pairs.
 */
public final class GuidRoutes {

  /** No route. */
  public static final int NONE = -1;

  /** With a route that is added: what came that way was not to go on. */
  public static final int ENDED = Integer.MIN_VALUE;

  private static final int SMALLEST = 4;

  /** A table of so many times the size is not cleared for few entries, but given up. */
  private static final int TOO_LARGE = 8;

  private final SaltedHash salt;
  private final int maxEntries;
  private final int lifeSeconds;
  private Generation young = new Generation(SMALLEST);
  private @Nullable Generation old;
  private int youngSince;

  /**
   * An empty table.
   *
   * @param salt so that no stranger can choose GUIDs that collide
   * @param maxEntries of one generation; at least 16
   * @param lifeSeconds how long an entry is kept, at least, unless there are too many
   */
  public GuidRoutes(SaltedHash salt, int maxEntries, int lifeSeconds) {
    this.salt = salt;
    this.maxEntries = maxEntries;
    this.lifeSeconds = lifeSeconds;
  }

  /**
   * Enters a GUID if it is new.
   *
   * @param route 0 or more, and {@link #ENDED} or not
   * @return {@link #NONE} if it was new; else what was added
   */
  public int add(long high, long low, int route, int seconds) {
    long key = key(high, low);
    age(seconds);
    int known = young.find(key);
    if (known == NONE && old != null) {
      known = old.find(key);
    }
    if (known == NONE) {
      young.put(key, route);
    }
    return known;
  }

  /** Enters a GUID with a route, whichever it had. */
  public void put(long high, long low, int route, int seconds) {
    age(seconds);
    young.put(key(high, low), route);
  }

  /** The route of a GUID; {@link #NONE} if it is not known. */
  public int find(long high, long low, int seconds) {
    long key = key(high, low);
    age(seconds);
    int known = young.find(key);
    known = known == NONE && old != null ? old.find(key) : known;
    return known == NONE ? NONE : known & ~ENDED;
  }

  /** Whether nothing is kept any more, so that a new table would be as good. */
  public boolean isStale(int seconds) {
    return size() == 0 || seconds - youngSince > 2 * lifeSeconds;
  }

  /** How many entries there are. */
  public int size() {
    return young.count + (old == null ? 0 : old.count);
  }

  private long key(long high, long low) {
    long key = salt.longHash(high, low);
    return key == 0 ? 1 : key;
  }

  private void age(int seconds) {
    if (size() == 0) {
      youngSince = seconds;
      return;
    }
    int age = seconds - youngSince;
    if (young.count < maxEntries && age <= lifeSeconds) {
      return;
    }
    Generation gone = old;
    boolean stale = age > 2 * lifeSeconds;
    old = stale ? null : young;
    young = next(gone, stale ? SMALLEST : Generation.capacity(young.count));
    youngSince = seconds;
  }

  /** One for as many as came in the last life: none of them is made twice at an even rate. */
  private static Generation next(@Nullable Generation gone, int capacity) {
    int there = gone == null ? 0 : gone.keys.length;
    return gone != null && there >= capacity && there / TOO_LARGE <= capacity
        ? gone.cleared()
        : new Generation(capacity);
  }

  /** Places for entries, free ones included: what it takes of memory, by 12 bytes each. */
  int places() {
    return young.keys.length + (old == null ? 0 : old.keys.length);
  }

  /** Asserts what must hold; true. */
  public boolean checkInvariants() {
    young.check();
    if (old != null) {
      old.check();
    }
    assert young.count <= maxEntries : young.count;
    return true;
  }

  /** Keys and routes in open addressing with linear probing; at most two thirds full. */
  private static final class Generation {
    private long[] keys;
    private int[] routes;
    private int count;

    Generation(int capacity) {
      keys = new long[capacity];
      routes = new int[capacity];
    }

    /** How many places so many entries need. */
    static int capacity(int entries) {
      int capacity = SMALLEST;
      while (3 * entries > 2 * capacity) {
        capacity *= 2;
      }
      return capacity;
    }

    Generation cleared() {
      Arrays.fill(keys, 0);
      count = 0;
      return this;
    }

    private int place(long key) {
      int mask = keys.length - 1;
      int at = (int) key & mask;
      while (keys[at] != 0 && keys[at] != key) {
        at = at + 1 & mask;
      }
      return at;
    }

    int find(long key) {
      int at = place(key);
      return keys[at] == 0 ? NONE : routes[at];
    }

    void put(long key, int route) {
      int at = place(key);
      if (keys[at] == 0) {
        if (3 * (count + 1) > 2 * keys.length) {
          grow();
          at = place(key);
        }
        keys[at] = key;
        count++;
      }
      routes[at] = route;
    }

    private void grow() {
      long[] before = keys;
      int[] beforeRoutes = routes;
      keys = new long[2 * before.length];
      routes = new int[2 * before.length];
      for (int i = 0; i < before.length; i++) {
        if (before[i] != 0) {
          int at = place(before[i]);
          keys[at] = before[i];
          routes[at] = beforeRoutes[i];
        }
      }
    }

    void check() {
      int found = 0;
      for (long key : keys) {
        if (key != 0) {
          found++;
          assert find(key) != NONE : "a key is not found";
        }
      }
      assert found == count : found + " keys, not " + count;
    }
  }
}
