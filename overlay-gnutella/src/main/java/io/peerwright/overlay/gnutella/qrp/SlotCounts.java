package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.api.overlay.Urn;

/**
 * How many words of many names there are in each slot of a table: a name comes or goes without the
 * others being read again. Takes 256 KiB.
 */
public final class SlotCounts {

  private static final int BITS = QueryRoutingTable.MAX_BITS;

  private final int[] counts = new int[1 << BITS];

  /** No words. */
  public SlotCounts() {}

  /** Adds the words of a readable name and the starts of these words. */
  public void add(String name) {
    Keywords.forEach(name, word -> counts[slot(word)]++);
  }

  /** Takes them away again. */
  public void remove(String name) {
    Keywords.forEach(name, word -> counts[slot(word)]--);
  }

  /** Adds a URN as a whole. */
  public void add(Urn urn) {
    counts[slot(urn.toString())]++;
  }

  /** Takes it away again. */
  public void remove(Urn urn) {
    counts[slot(urn.toString())]--;
  }

  private static int slot(String word) {
    return WordHash.slot(WordHash.of(word), BITS);
  }

  /** As {@link QueryRoutingTable#of} would make it of all that is there. */
  public QueryRoutingTable table() {
    return QueryRoutingTable.ofSlots(slot -> counts[slot] > 0);
  }
}
