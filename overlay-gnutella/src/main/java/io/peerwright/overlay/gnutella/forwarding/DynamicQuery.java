package io.peerwright.overlay.gnutella.forwarding;

/**
 * To a few neighbours after the other, as far as what was found makes necessary (Gnutella Developer
 * Forum, "Dynamic Query Protocol"). First come those neighbours whose tables have the words, which
 * costs a message each and finds what is near, and tells how rare the files are; where no table has
 * them, a probe over a few links does. From then on links are asked with the smallest TTL that
 * reaches as many servents as should be asked there.
 *
 * <p>The document asks one link at a time and waits 2.4 seconds for each hop, so that common files
 * bring no more than is wanted. That holds here, too, but in less time: as many links are asked at
 * once as will hardly bring more than is wanted, even if one servent more had answered than has.
 * Who hears answers, and then no more for a quarter of the time, waits no longer; and nobody is
 * waited for twice as long as the slowest has taken that has answered. Until somebody has, the
 * round trips to the neighbours tell how long a hop may take, so that a search that finds nothing
 * ends when all have had that time. What a probe has not found is rare: it counts as if one had
 * answered, and the links that are left are asked at once, or nearly so.
 *
 * <p>A decision costs a few divisions, once for each time that links are asked.
 */
public final class DynamicQuery implements Course {

  private static final int PROBES = 3;
  private static final int PROBE_TTL = 2;

  /** How long an answer may take for each hop, where nothing else is known. */
  public static final long NANOS_PER_HOP = 2_400_000_000L;

  /** How often it is seen within the time whether answers still come. */
  private static final int LOOKS = 4;

  private boolean begun;
  private int asked;
  private int leastTtl = 1;

  /** How many servents were asked, if no two ways lead to one of them: at first the own leaves. */
  private double horizon = 1;

  private long awaitsNanos;
  private int looks;
  private int foundBefore;
  private int foundLast;

  /** Looks after which the last answers have come; 0 for none. */
  private int slowest;

  @Override
  public long step(Field field, int found, int wanted) {
    if (found >= wanted) {
      return OVER;
    }
    if (!begun) {
      begun = true;
      Field.Probe probe = field.probe(wanted);
      horizon += probe.servents();
      leastTtl = probe.servents() > 0 ? Math.min(PROBE_TTL, field.maxTtl()) : 1;
      if (probe.asked() > 0 || field.width() == 0) {
        return await(field, 1, found);
      }
    } else if (isAwaiting(found)) {
      return nanosBetweenLooks();
    }
    int left = field.width() - asked;
    return left <= 0 ? ANSWERED : await(field, askSome(field, found, wanted, left), found);
  }

  private long await(Field field, int hops, int found) {
    awaitsNanos = hops * field.nanosPerHop();
    looks = 0;
    foundBefore = found;
    foundLast = found;
    return nanosBetweenLooks();
  }

  private long nanosBetweenLooks() {
    return awaitsNanos / LOOKS;
  }

  /** Whether answers to what was asked last may still come. */
  private boolean isAwaiting(int found) {
    boolean allThere = found > foundBefore && found == foundLast;
    looks++;
    slowest = found > foundLast ? Math.max(slowest, looks) : slowest;
    foundLast = found;
    return !allThere && looks < (slowest == 0 ? LOOKS : Math.min(LOOKS, 2 * slowest));
  }

  /** Asks as many links as are needed; returns how far they were asked. */
  private int askSome(Field field, int found, int wanted, int left) {
    if (found == 0 && asked == 0) {
      int probe = Math.min(PROBE_TTL, field.maxTtl());
      ask(field, probe, Math.min(PROBES, left));
      return probe;
    }
    int lacking = wanted - found;
    double perServent = (found + 1) / horizon;
    int ttl = leastTtl;
    while (ttl < field.maxTtl() && horizon(field.degree(), ttl) < lacking / perServent / left) {
      ttl++;
    }
    // What comes varies by the root of what is expected.
    double surely = lacking - Math.sqrt(lacking);
    double links = surely / perServent / horizon(field.degree(), ttl);
    ask(field, ttl, (int) Math.max(1, Math.min(left, links)));
    return ttl;
  }

  private void ask(Field field, int ttl, int links) {
    for (int i = 0; i < links; i++) {
      field.ask(asked++, ttl);
    }
    horizon += links * horizon(field.degree(), ttl);
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
