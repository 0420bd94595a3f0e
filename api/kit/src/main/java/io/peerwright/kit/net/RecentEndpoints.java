package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that peers of this process have heard of lately. Many of them hear of the same ones and
 * keep them: then all keep one object. Nothing but memory depends on it.
 *
 * <p>A table with one place for each hash, which an endpoint shares with whoever came last; it
 * doubles, within 2^8 and 2^16, when as many were displaced as it has places. Endpoints never
 * change, so threads use it without waiting: what one of them overwrites is another object for the
 * same at worst.
 */
public final class RecentEndpoints {

  private static final int SMALLEST = 1 << 8;
  private static final int LARGEST = 1 << 16;
  private static final int MIXER = 0x9E3779B9;

  private static volatile SoftReference<RecentEndpoints> latest = new SoftReference<>(null);

  private final @Nullable Endpoint[] places;
  private final int shift;
  private int displaced;

  RecentEndpoints(int size) {
    places = new Endpoint[size];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(size);
  }

  /** This endpoint, or an equal one that others have: to be kept. */
  public static Endpoint same(Endpoint endpoint) {
    RecentEndpoints table = latest.get();
    if (table == null) {
      table = new RecentEndpoints(SMALLEST);
      latest = new SoftReference<>(table);
    }
    Endpoint kept = table.find(endpoint);
    if (table.isCrowded()) {
      latest = new SoftReference<>(table.doubled());
    }
    return kept;
  }

  private int place(Endpoint endpoint) {
    return endpoint.hashCode() * MIXER >>> shift;
  }

  Endpoint find(Endpoint endpoint) {
    int place = place(endpoint);
    Endpoint known = places[place];
    if (known != null && known.equals(endpoint)) {
      return known;
    }
    displaced += known == null ? 0 : 1;
    places[place] = endpoint;
    return endpoint;
  }

  boolean isCrowded() {
    return displaced > places.length && places.length < LARGEST;
  }

  RecentEndpoints doubled() {
    RecentEndpoints larger = new RecentEndpoints(2 * places.length);
    for (Endpoint each : Arrays.asList(places)) {
      if (each != null) {
        larger.places[larger.place(each)] = each;
      }
    }
    return larger;
  }
}
