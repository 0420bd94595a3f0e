package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.qrp.LeafIndex;
import io.peerwright.overlay.gnutella.qrp.QueryHashes;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import io.peerwright.overlay.gnutella.routing.LinkTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of links that a query may go to: all neighbours that forward, and of the leaves those
 * that may have its words. An ultrapeer looks at these few, not at each of its links.
 */
final class QueryTargets {

  /** Where no place follows. */
  static final int NONE = -1;

  private static final int PLACE_BITS = 6;
  private static final long[] NOWHERE = {};

  /** Null until there is a leaf. */
  private @Nullable LeafIndex leaves;

  /** A bit for the place of each link that is to no leaf. */
  private long[] forwarders = NOWHERE;

  private long[] selected = NOWHERE;

  /**
   * There is a link.
   *
   * @param tells whether a leaf there is asked by what it tells of its words, or always
   */
  void add(PeerLink link, boolean tells) {
    int place = LinkTable.place(link.route());
    int words = (place >> PLACE_BITS) + 1;
    if (words > selected.length) {
      selected = new long[words];
      forwarders = Arrays.copyOf(forwarders, words);
    }
    if (link.theirs() != Role.LEAF) {
      forwarders[words - 1] |= 1L << place;
    } else if (!tells) {
      leaves().putAlways(place);
    }
  }

  private LeafIndex leaves() {
    LeafIndex known = leaves == null ? new LeafIndex() : leaves;
    leaves = known;
    return known;
  }

  /** A leaf has other words from now on; null for none. */
  void told(PeerLink leaf, @Nullable QueryRoutingTable words) {
    int place = LinkTable.place(leaf.route());
    if (words != null && words.count() > 0) {
      leaves().put(place, words);
    } else if (leaves != null) {
      leaves.remove(place);
    }
  }

  /** A link is no more. */
  void remove(PeerLink link) {
    int place = LinkTable.place(link.route());
    if (leaves != null) {
      leaves.remove(place);
    }
    if (place >> PLACE_BITS < forwarders.length) {
      forwarders[place >> PLACE_BITS] &= ~(1L << place);
    }
  }

  /**
   * Chooses the places of a query, for {@link #next}.
   *
   * @param toLeaves whether leaves are asked
   * @param on whether those are asked that forward
   */
  void select(QueryHashes query, boolean toLeaves, boolean on) {
    Arrays.fill(selected, 0);
    if (toLeaves && leaves != null) {
      leaves.find(query, selected);
    }
    for (int i = 0; on && i < selected.length; i++) {
      selected[i] |= forwarders[i];
    }
  }

  /** The first place from one on; {@link #NONE} if none is left. */
  int next(int from) {
    for (int at = from >> PLACE_BITS; at < selected.length; at++) {
      long left = at == from >> PLACE_BITS ? selected[at] & -1L << from : selected[at];
      if (left != 0) {
        return (at << PLACE_BITS) + Long.numberOfTrailingZeros(left);
      }
    }
    return NONE;
  }

  /**
   * Asserts that a link is found; true.
   *
   * @param words those of a leaf; null for one that has none
   */
  boolean checkInvariants(PeerLink link, @Nullable QueryRoutingTable words) {
    int place = LinkTable.place(link.route());
    boolean leaf = link.theirs() == Role.LEAF;
    assert leaf == ((forwarders[place >> PLACE_BITS] >>> place & 1) == 0) : "a leaf that forwards";
    assert !leaf || words == null || leaves().checkInvariants(place, words);
    return true;
  }
}
