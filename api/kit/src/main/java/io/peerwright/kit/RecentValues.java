package io.peerwright.kit;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values that peers of this process have come by lately. Many of them come by the same ones and
 * keep them: then all keep one object. Nothing but memory depends on it.
 *
 * <p>A table with one place for each hash, which a value shares with whichever came last; it
 * doubles, within 2^8 and 2^16, when as many were displaced as it has places. Values never change,
 * so threads use it without waiting: what one of them overwrites is another object for the same at
 * worst.
 *
 * @param <T> of which equal ones are as good as the same; with final fields only
 */
public final class RecentValues<T> {

  private static final int SMALLEST = 1 << 8;
  private static final int LARGEST = 1 << 16;
  private static final int MIXER = 0x9E3779B9;

  private volatile SoftReference<Table> latest = new SoftReference<>(null);

  /** None yet. */
  public RecentValues() {}

  /** This value, or an equal one that others have: to be kept. */
  @SuppressWarnings("unchecked")
  public T same(T value) {
    Table table = latest.get();
    if (table == null) {
      table = new Table(SMALLEST);
      latest = new SoftReference<>(table);
    }
    T kept = (T) table.find(value);
    if (table.isCrowded()) {
      latest = new SoftReference<>(table.doubled());
    }
    return kept;
  }

  /** Some of the values, by their hashes. */
  static final class Table {
    private final @Nullable Object[] places;
    private final int shift;
    private int displaced;

    Table(int size) {
      places = new Object[size];
      shift = Integer.SIZE - Integer.numberOfTrailingZeros(size);
    }

    private int place(Object value) {
      return value.hashCode() * MIXER >>> shift;
    }

    Object find(Object value) {
      int place = place(value);
      Object known = places[place];
      if (known != null && known.equals(value)) {
        return known;
      }
      displaced += known == null ? 0 : 1;
      places[place] = value;
      return value;
    }

    boolean isCrowded() {
      return displaced > places.length && places.length < LARGEST;
    }

    Table doubled() {
      Table larger = new Table(2 * places.length);
      for (Object each : Arrays.asList(places)) {
        if (each != null) {
          larger.places[larger.place(each)] = each;
        }
      }
      return larger;
    }
  }
}
