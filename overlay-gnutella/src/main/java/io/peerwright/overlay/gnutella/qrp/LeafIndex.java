package io.peerwright.overlay.gnutella.qrp;

import java.util.Arrays;

/**
 * Which leaves of an ultrapeer a query may be for, without a look at the table of each: for each of
 * {@value #BUCKETS} buckets of word hashes a set of those leaves that have told a word in it. A
 * query is for those alone that stand in the buckets of all its words; of 56 leaves with 100 words
 * each, three for two words. Their tables tell then.
 *
 * <p>A query costs a few words of memory instead of several objects for each leaf, most of which
 * share nothing; another table of a leaf costs a look at all buckets. It takes 2 KiB for each 64
 * places. Leaves stand at the places of their links.
 */
public final class LeafIndex {

  /** How many sets there are: as many as the highest {@value #BITS} bits of a hash tell apart. */
  static final int BUCKETS = 1 << LeafIndex.BITS;

  private static final int BITS = 8;
  private static final int PLACE_BITS = 6;
  private static final long[] NONE = {};

  /** Row after row, of {@link #width} each: those of the buckets, and of who is always asked. */
  private long[] rows = NONE;

  private int width;

  /** No leaf. */
  public LeafIndex() {}

  /** Takes the words that the leaf at a place has told instead of those it has told before. */
  public void put(int place, QueryRoutingTable table) {
    remove(place);
    reserve(place);
    table.forEachSlot(
        slot -> {
          int bucket = bucket(slot, table.bits());
          int next = bucket(slot + 1, table.bits());
          do {
            set(bucket++, place);
          } while (bucket < next);
        });
  }

  /** A short table has slots that stand for several buckets. */
  private static int bucket(int slot, int bits) {
    return bits >= BITS ? slot >> bits - BITS : slot << BITS - bits;
  }

  /** The leaf at a place is asked whatever the query is. */
  public void putAlways(int place) {
    reserve(place);
    set(BUCKETS, place);
  }

  /** There is no leaf at a place, or it has no words. */
  public void remove(int place) {
    int word = place >> PLACE_BITS;
    if (word < width) {
      for (int at = word; at < rows.length; at += width) {
        rows[at] &= ~(1L << place);
      }
    }
  }

  private void set(int row, int place) {
    rows[row * width + (place >> PLACE_BITS)] |= 1L << place;
  }

  private void reserve(int place) {
    int wanted = (place >> PLACE_BITS) + 1;
    if (wanted > width) {
      long[] wider = new long[(BUCKETS + 1) * wanted];
      for (int row = 0; width > 0 && row <= BUCKETS; row++) {
        System.arraycopy(rows, row * width, wider, row * wanted, width);
      }
      rows = wider;
      width = wanted;
    }
  }

  /** How many longs {@link #find} fills. */
  public int width() {
    return width;
  }

  /** Tells the places of the leaves that a query may be for, a bit for each. */
  public void find(QueryHashes query, long[] found) {
    boolean anyOf = query.isByUrn();
    Arrays.fill(found, 0, width, anyOf || query.count() == 0 ? 0 : -1);
    for (int i = 0; i < query.count(); i++) {
      int row = WordHash.slot(query.hash(i), BITS) * width;
      for (int word = 0; word < width; word++) {
        long having = rows[row + word];
        found[word] = anyOf ? found[word] | having : found[word] & having;
      }
    }
    for (int word = 0; word < width; word++) {
      found[word] |= rows[BUCKETS * width + word];
    }
  }

  /** Asserts that a leaf is found by each of its words; true. */
  public boolean checkInvariants(int place, QueryRoutingTable table) {
    table.forEachSlot(
        slot -> {
          int row = bucket(slot, table.bits()) * width;
          assert place >> PLACE_BITS < width
                  && (rows[row + (place >> PLACE_BITS)] >>> place & 1) != 0
              : "a word of the leaf at " + place + " is not found";
        });
    return true;
  }
}
