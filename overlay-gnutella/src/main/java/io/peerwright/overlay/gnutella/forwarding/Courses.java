package io.peerwright.overlay.gnutella.forwarding;

import io.peerwright.overlay.gnutella.config.ForwardingKind;

/** The courses that can be configured. */
public final class Courses {

  private Courses() {}

  /** A course of a kind, which is not auto, for one search. */
  public static Course of(ForwardingKind kind) {
    return switch (kind) {
      case AUTO -> throw new IllegalArgumentException("auto is no course");
      case FLOOD -> new Flood();
      case EXPANDING_RING -> new ExpandingRing();
      case RANDOM_WALK -> new RandomWalk();
      case DYNAMIC_QUERY -> new DynamicQuery();
    };
  }
}
