package io.peerwright.kit.limit;

import io.peerwright.kit.limit.ConnectionLimits.Place;
import org.jspecify.annotations.Nullable;

/** Places in the order in which they came. A place is on one list of each lane at most. */
final class PlaceList {

  /** Which of a place's two pairs of neighbours a list uses. */
  enum Lane {
    /** The list of all that wait. */
    ALL,
    /** A list of its address. */
    ADDRESS
  }

  private final int lane;
  private @Nullable Place first;
  private @Nullable Place last;

  PlaceList(Lane lane) {
    this.lane = lane.ordinal();
  }

  @Nullable Place first() {
    return first;
  }

  void add(Place place) {
    Place end = last;
    place.before[lane] = end;
    place.after[lane] = null;
    if (end == null) {
      first = place;
    } else {
      end.after[lane] = place;
    }
    last = place;
  }

  void remove(Place place) {
    Place before = place.before[lane];
    Place after = place.after[lane];
    if (before == null) {
      first = after;
    } else {
      before.after[lane] = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before[lane] = before;
    }
    place.before[lane] = null;
    place.after[lane] = null;
  }
}
