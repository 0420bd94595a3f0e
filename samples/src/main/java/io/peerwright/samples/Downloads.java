package io.peerwright.samples;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import java.util.ArrayList;
import java.util.List;

/** Which hits can be fetched as one. */
public final class Downloads {

  private Downloads() {}

  /** The chosen hit and all others that are surely the same content. */
  public static List<Hit> sameContent(Hit chosen, List<Hit> hits) {
    List<Hit> same = new ArrayList<>(List.of(chosen));
    for (Hit hit : hits) {
      if (!hit.equals(chosen)
          && hit.overlay().equals(chosen.overlay())
          && hit.sizeBytes().equals(chosen.sizeBytes())
          && sharesName(hit, chosen)) {
        same.add(hit);
      }
    }
    return same;
  }

  private static boolean sharesName(Hit one, Hit other) {
    for (Urn urn : one.urns()) {
      if (other.urns().contains(urn)) {
        return true;
      }
    }
    return false;
  }
}
