package io.peerwright.overlay.gnutella.forwarding;

/**
 * To one neighbour after the other, as far as what was found makes necessary (Gnutella Developer
 * Forum, "Dynamic Query Protocol"). A probe over a few links tells how rare the files are; from
 * then on each link is asked with the smallest TTL that reaches as many servents as should be asked
 * there.
 *
 * <p>A decision costs a few divisions, once for each neighbour that is asked.
 */
final class DynamicQuery implements Course {

  private static final int PROBES = 3;
  private static final int PROBE_TTL = 2;
  static final long NANOS_PER_HOP = 2_400_000_000L;

  private int asked;
  private double horizon;

  @Override
  public long step(Field field, int found, int wanted) {
    int left = field.width() - asked;
    if (found >= wanted || left <= 0) {
      return OVER;
    }
    if (asked == 0) {
      int ttl = Math.min(PROBE_TTL, field.maxTtl());
      for (int i = 0; i < Math.min(PROBES, field.width()); i++) {
        ask(field, ttl);
      }
      return ttl * NANOS_PER_HOP;
    }
    int ttl = ttl(field, found, wanted, left);
    ask(field, ttl);
    return ttl * NANOS_PER_HOP;
  }

  private void ask(Field field, int ttl) {
    field.ask(asked++, ttl);
    horizon += horizon(field.degree(), ttl);
  }

  /** The smallest TTL by which one link brings its share of what is still wanted. */
  private int ttl(Field field, int found, int wanted, int left) {
    if (found == 0) {
      return field.maxTtl();
    }
    double perServent = found / horizon;
    double share = (wanted - found) / perServent / left;
    int ttl = 1;
    while (ttl < field.maxTtl() && horizon(field.degree(), ttl) < share) {
      ttl++;
    }
    return ttl;
  }

  /** How many servents a query over one link reaches, if no two are the same. */
  static double horizon(int degree, int ttl) {
    double sum = 0;
    double ring = 1;
    for (int i = 0; i < ttl; i++) {
      sum += ring;
      ring *= degree - 1;
    }
    return sum;
  }
}
