package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.api.overlay.Urn;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Which words a servent may have: a set of slots that never changes. A table with few words keeps
 * their slots, one with many a bit for each slot: 8 KiB at {@value #MAX_BITS} bits.
 *
 * <p>The document keeps a distance for each slot. Between a leaf and its ultrapeer, and on the last
 * hop between ultrapeers, all that counts is whether it is below infinity.
 *
 * <p>A query costs a look at a slot for each of its words; a table of few words is searched from
 * where a slot is to be expected, since hashes lie evenly, and by halves where they do not.
 *
 * <p>Source: C. Rohrs, "Query Routing for the Gnutella Network", 2002.
 */
public final class QueryRoutingTable {

  /** The fewest slots are 2. */
  public static final int MIN_BITS = 1;

  /** The most slots that are kept: larger tables of others are folded to these. */
  public static final int MAX_BITS = 16;

  /** The slots of a table with few words. */
  public static final int USUAL_BITS = 14;

  private static final int SPARSE = 100;
  private static final int LONG_BITS = 6;

  /** What is as near in a table with few words lies in the same line of a cache, or the next. */
  private static final int NEAR = 16;

  private static final char[] NO_SLOTS = {};
  private static final long[] NO_BITS = {};

  /** The tables without words, by their bits: most servents share nothing. */
  private static final QueryRoutingTable[] EMPTY = new QueryRoutingTable[MAX_BITS + 1];

  static {
    for (int bits = MIN_BITS; bits <= MAX_BITS; bits++) {
      EMPTY[bits] = new QueryRoutingTable(bits, NO_SLOTS, NO_BITS, 0);
    }
  }

  private final int bits;
  private final char[] few;
  private final long[] many;
  private final int count;

  /** 0 as long as nobody has asked. */
  private int hash;

  private QueryRoutingTable(int bits, char[] few, long[] many, int count) {
    this.bits = bits;
    this.few = few;
    this.many = many;
    this.count = count;
  }

  /** A table of 2^bits slots without words. */
  public static QueryRoutingTable empty(int bits) {
    words(bits);
    return EMPTY[bits];
  }

  /**
   * A table with the words of these names, the starts of these words, and URNs: as long as needed
   * for no more than a hundredth of its slots to be set, within 2^{@value #USUAL_BITS} and
   * 2^{@value #MAX_BITS}.
   *
   * @param names readable
   * @param urns each as a whole; see {@link #of(int, Collection, Collection)}
   */
  public static QueryRoutingTable of(Collection<String> names, Collection<Urn> urns) {
    return of(MAX_BITS, names, urns).fitted();
  }

  /** The same words in as few slots as leave it sparse. */
  private QueryRoutingTable fitted() {
    int fit = USUAL_BITS;
    while (fit < bits && count * SPARSE > 1 << fit) {
      fit++;
    }
    return fit == bits ? this : merge(fit, List.of(this));
  }

  /**
   * A table of 2^bits slots with the words of these names, the starts of these words, and URNs.
   *
   * @param names readable
   * @param urns each as a whole; LimeWire looks for files by {@code urn:sha1} only where they are
   */
  public static QueryRoutingTable of(int bits, Collection<String> names, Collection<Urn> urns) {
    long[] set = new long[words(bits)];
    for (String name : names) {
      Keywords.forEach(name, word -> set(set, WordHash.slot(WordHash.of(word), bits)));
    }
    for (Urn urn : urns) {
      set(set, WordHash.slot(WordHash.of(urn.toString()), bits));
    }
    return of(bits, set);
  }

  /** A table of 2^{@value #MAX_BITS} slots, or as many as are needed, of which some are set. */
  static QueryRoutingTable ofSlots(IntPredicate isSet) {
    long[] set = new long[words(MAX_BITS)];
    for (int slot = 0; slot < 1 << MAX_BITS; slot++) {
      if (isSet.test(slot)) {
        set(set, slot);
      }
    }
    return of(MAX_BITS, set).fitted();
  }

  /** What some tables hold together, as long as needed, but no longer than the longest of them. */
  public static QueryRoutingTable merge(Collection<QueryRoutingTable> tables) {
    int longest = tables.stream().mapToInt(QueryRoutingTable::bits).max().orElse(USUAL_BITS);
    return merge(Math.max(USUAL_BITS, longest), tables).fitted();
  }

  /**
   * What some tables hold together, in 2^bits slots. That is what an ultrapeer tells another one of
   * itself and all its leaves.
   */
  public static QueryRoutingTable merge(int bits, Collection<QueryRoutingTable> tables) {
    long[] set = new long[words(bits)];
    for (QueryRoutingTable each : tables) {
      each.mergeInto(set, bits);
    }
    return of(bits, set);
  }

  private void mergeInto(long[] set, int intoBits) {
    if (few.length == 0 && intoBits == bits) {
      for (int i = 0; i < set.length && i < many.length; i++) {
        set[i] |= many[i];
      }
    } else {
      forEachSlot(slot -> spread(slot, set, intoBits));
    }
  }

  /** Goes through the slots that are set. */
  void forEachSlot(IntConsumer then) {
    for (char slot : few) {
      then.accept(slot);
    }
    for (int i = 0; i < many.length; i++) {
      for (long word = many[i]; word != 0; word &= word - 1) {
        then.accept((i << LONG_BITS) + Long.numberOfTrailingZeros(word));
      }
    }
  }

  /** A slot of a smaller table stands for several of a larger one, and the other way round. */
  private void spread(int slot, long[] set, int intoBits) {
    if (intoBits <= bits) {
      set(set, slot >> bits - intoBits);
      return;
    }
    int times = 1 << intoBits - bits;
    for (int i = 0; i < times; i++) {
      set(set, slot * times + i);
    }
  }

  /** Takes the bits over, or what is in them. */
  static QueryRoutingTable of(int bits, long[] set) {
    int count = 0;
    for (long word : set) {
      count += Long.bitCount(word);
    }
    if (count == 0) {
      return EMPTY[bits];
    }
    boolean sparse = count * Character.BYTES < set.length * Long.BYTES;
    return sparse
        ? new QueryRoutingTable(bits, slots(set, count), NO_BITS, count)
        : new QueryRoutingTable(bits, NO_SLOTS, set, count);
  }

  private static char[] slots(long[] set, int count) {
    char[] slots = new char[count];
    int next = 0;
    for (int i = 0; i < set.length; i++) {
      for (long word = set[i]; word != 0; word &= word - 1) {
        slots[next++] = (char) ((i << LONG_BITS) + Long.numberOfTrailingZeros(word));
      }
    }
    return slots;
  }

  /** How many longs hold the bits of 2^bits slots. */
  static int words(int bits) {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "bits must be within " + MIN_BITS + ".." + MAX_BITS + ", are " + bits);
    }
    return bits <= LONG_BITS ? 1 : 1 << bits - LONG_BITS;
  }

  static void set(long[] set, int slot) {
    set[slot >> LONG_BITS] |= 1L << slot;
  }

  static void clear(long[] set, int slot) {
    set[slot >> LONG_BITS] &= ~(1L << slot);
  }

  static boolean isSet(long[] set, int slot) {
    return (set[slot >> LONG_BITS] & 1L << slot) != 0;
  }

  /** The binary logarithm of how many slots there are. */
  public int bits() {
    return bits;
  }

  /** How many slots are set. */
  public int count() {
    return count;
  }

  /** Whether a slot is set. */
  public boolean isSet(int slot) {
    return many.length > 0 ? isSet(many, slot) : hasSlot(slot);
  }

  /** Looks where it would stand if the slots lay evenly, and from there in steps twice as long. */
  private boolean hasSlot(int slot) {
    int guess = slot * few.length >>> bits;
    int from = guess;
    int to = guess;
    for (int step = NEAR; from > 0 && few[from - 1] >= slot; step *= 2) {
      from = Math.max(0, from - step);
    }
    for (int step = NEAR; to < few.length && few[to] <= slot; step *= 2) {
      to = Math.min(few.length, to + step);
    }
    return Arrays.binarySearch(few, from, to, (char) slot) >= 0;
  }

  /** Whether a word with this hash may be there. */
  public boolean holds(int hash) {
    return isSet(WordHash.slot(hash, bits));
  }

  /**
   * Whether a query may find something there: all its words are in the table, or, if it has none,
   * one of its URNs. One with neither finds nothing.
   */
  public boolean mayAnswer(QueryHashes query) {
    boolean anyOf = query.isByUrn();
    for (int i = 0; i < query.count(); i++) {
      if (holds(query.hash(i)) == anyOf) {
        return anyOf;
      }
    }
    return !anyOf && query.count() > 0;
  }

  /** Asserts that the number of slots is right, and that they can be searched; true. */
  public boolean checkInvariants() {
    int found = few.length;
    for (long word : many) {
      found += Long.bitCount(word);
    }
    assert found == count : found + " slots, not " + count;
    assert few.length == 0 || many.length == 0 : "kept twice";
    for (int i = 0; i < few.length; i++) {
      assert few[i] < 1 << bits : "slot " + (int) few[i] + " of 2^" + bits;
      assert i == 0 || few[i - 1] < few[i] : "slots in no order";
    }
    return true;
  }

  /** A copy of the bits. */
  long[] toBits() {
    long[] set = new long[words(bits)];
    mergeInto(set, bits);
    return set;
  }

  /** The bytes of memory that its slots take. */
  public int memory() {
    return few.length * Character.BYTES + many.length * Long.BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof QueryRoutingTable that
            && bits == that.bits
            && Arrays.equals(few, that.few)
            && Arrays.equals(many, that.many);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = 31 * (31 * bits + Arrays.hashCode(few)) + Arrays.hashCode(many);
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return count + " of " + (1 << bits) + " slots";
  }
}
