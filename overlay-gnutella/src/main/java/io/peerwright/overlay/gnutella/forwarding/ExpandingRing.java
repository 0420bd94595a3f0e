package io.peerwright.overlay.gnutella.forwarding;

/**
 * To all neighbours, not far at first, and two links farther each time until enough was found (Lv
 * and others, 2002). Each ring asks those within it again, under another GUID.
 */
final class ExpandingRing implements Course {

  private static final long NANOS_PER_HOP = 1_000_000_000L;
  private static final int STEP = 2;

  private int ttl;

  @Override
  public long step(Field field, int found, int wanted) {
    if (found >= wanted || ttl >= field.maxTtl()) {
      return OVER;
    }
    if (ttl > 0) {
      field.renew();
    }
    ttl = ttl == 0 ? 1 : Math.min(ttl + STEP, field.maxTtl());
    for (int i = 0; i < field.width(); i++) {
      field.ask(i, ttl);
    }
    // There and back.
    return ttl == field.maxTtl() ? OVER : 2 * ttl * NANOS_PER_HOP;
  }
}
