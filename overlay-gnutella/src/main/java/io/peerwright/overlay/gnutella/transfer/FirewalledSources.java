package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sources of one download that are behind firewalls: who of them was of use, and which sources
 * understand it when others of that kind are named.
 */
final class FirewalledSources {

  private static final int MOST = 50;

  private final Map<Url, Firewalled> known = new HashMap<>(0);
  private final Set<Firewalled> good = new LinkedHashSet<>(0);
  private final Set<Firewalled> gone = new LinkedHashSet<>(0);
  private final Set<Url> understanding = new LinkedHashSet<>(0);

  /** One more is asked, by this URL. */
  void add(Url source, Firewalled servent) {
    if (known.size() < MOST) {
      known.put(source, servent);
    }
  }

  /** Whether one is not asked yet, and there is room for it. */
  boolean isNew(Firewalled servent) {
    return known.size() < MOST && !known.containsValue(servent);
  }

  /**
   * A source has answered, which may be any.
   *
   * @return the servent that it is if it has the file; null if it has not, or can be dialled
   */
  @Nullable Firewalled onAnswer(Url source, HttpResponse response) {
    if (understanding.size() < 2 * MOST && Firewalled.isUnderstood(response.fields())) {
      understanding.add(source);
    }
    Firewalled servent = known.get(source);
    int status = response.status();
    if (servent != null && (status == 200 || status == 206)) {
      good.add(servent);
      return servent;
    }
    if (servent != null && (status == 404 || status == 410)) {
      good.remove(servent);
      gone.add(servent);
    }
    return null;
  }

  /**
   * What a request says of them.
   *
   * @param self this servent if it is such a source itself
   */
  HttpFields fields(Url source, @Nullable Firewalled self) {
    if (!understanding.contains(source)) {
      return HttpFields.NONE;
    }
    List<Firewalled> told = new ArrayList<>();
    if (self != null) {
      told.add(self);
    }
    Firewalled asked = known.get(source);
    good.stream()
        .filter(each -> !each.equals(asked) && told.size() < Alternates.MOST_FIREWALLED_TOLD)
        .forEach(told::add);
    List<Firewalled> lost =
        gone.stream()
            .filter(each -> !each.equals(asked))
            .limit(Alternates.MOST_FIREWALLED_TOLD)
            .toList();
    return Firewalled.field(Firewalled.HAVE, told).and(Firewalled.field(Firewalled.GONE, lost));
  }
}
