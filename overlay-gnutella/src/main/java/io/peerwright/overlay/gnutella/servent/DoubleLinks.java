package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps servents from linking twice. Two that dial each other at the same time may each be called
 * while their own call is under way; they tell each other by the GUIDs that servents say when they
 * shake hands, whatever addresses they see. Of two such links that stays which the servent with the
 * smaller GUID has dialled: both sides decide alike, and nobody needs to ask.
 *
 * <p>Otherwise the older link stays, so that nobody is thrown out by one that claims its GUID; and
 * nobody links to itself. Leaves do not take calls, and so their links are not kept here.
 */
final class DoubleLinks {

  /** Nobody yet, and shared: {@link Neighbours} makes one of its own to change it. */
  static final DoubleLinks NONE = new DoubleLinks();

  /** Two calls that cross each other end within the time for a handshake, or not at all. */
  private static final int CROSSING_SECONDS = 20;

  private record Known(PeerLink link, int since) {}

  /** Links on which hands are shaken. */
  private final List<PeerLink> begun = new ArrayList<>();

  private final Map<Guid, Known> linked = new HashMap<>();

  boolean isEmpty() {
    return begun.isEmpty() && linked.isEmpty();
  }

  List<PeerLink> begun() {
    return begun;
  }

  /**
   * Why there is no need of a link on which hands are shaken; null if there is none to be seen yet.
   *
   * @param theirs the GUID that the other side has said; null for none
   * @param dialled whether it is us who have called
   */
  @Nullable String obstacle(
      Guid own, @Nullable Guid theirs, boolean dialled, PeerTraits traits, int seconds) {
    if (theirs == null) {
      return null;
    }
    if (theirs.equals(own)) {
      return "This is your own servent";
    }
    Known known = linked.get(theirs);
    boolean needless = known != null && !crosses(known, own, theirs, dialled, seconds);
    for (PeerLink each : begun) {
      boolean ours = each.isDialled() && each.remote().equals(traits.listen());
      needless |= ours && each.isShaking() && !dialled && own.compareTo(theirs) < 0;
    }
    return needless ? "Already connected" : null;
  }

  /** Whether a link stays instead of one that is known. */
  private static boolean crosses(Known known, Guid own, Guid theirs, boolean dialled, int seconds) {
    return known.link.isDialled() != dialled
        && seconds - known.since <= CROSSING_SECONDS
        && dialled == own.compareTo(theirs) < 0;
  }

  /**
   * Hands have been shaken.
   *
   * @return the link that is to be ended, this one or an older one; null if there is none
   */
  @Nullable PeerLink settle(PeerLink link, Guid own, @Nullable Guid theirs, int seconds) {
    if (theirs == null || link.ours() == Role.LEAF || link.theirs() == Role.LEAF) {
      return null;
    }
    Known known = linked.get(theirs);
    if (known != null && !crosses(known, own, theirs, link.isDialled(), seconds)) {
      return link;
    }
    linked.put(theirs, new Known(link, seconds));
    link.setServent(theirs);
    return known == null ? null : known.link;
  }

  /** A link is over. */
  void remove(PeerLink link) {
    begun.remove(link);
    Guid servent = link.servent();
    if (servent == null) {
      return;
    }
    Known known = linked.get(servent);
    if (known != null && known.link == link) {
      linked.remove(servent);
    }
  }
}
