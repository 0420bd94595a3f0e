package io.peerwright.kit.limit;

import io.peerwright.kit.limit.ConnectionLimits.Place;
import org.jspecify.annotations.Nullable;

/** Places in the order in which they came. A place is on one list of each kind at most. */
final class PlaceList {

  /** Which of a place's two pairs of neighbours a list uses. */
  enum Kind {
    /** The list of all that wait. */
    ALL,
    /** A list of its address. */
    ADDRESS
  }

  private final int kind;
  private @Nullable Place first;
  private @Nullable Place last;

  PlaceList(Kind kind) {
    this.kind = kind.ordinal();
  }

  @Nullable Place first() {
    return first;
  }

  void add(Place place) {
    Place end = last;
    place.before[kind] = end;
    place.after[kind] = null;
    if (end == null) {
      first = place;
    } else {
      end.after[kind] = place;
    }
    last = place;
  }

  void remove(Place place) {
    Place before = place.before[kind];
    Place after = place.after[kind];
    if (before == null) {
      first = after;
    } else {
      before.after[kind] = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before[kind] = before;
    }
    place.before[kind] = null;
    place.after[kind] = null;
  }
}
