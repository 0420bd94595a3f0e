package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * A change to a table while it is being applied, slot by slot. Where the sender's table is larger
 * than ours, a group of its slots is one of ours: it is set if one of the group may be set, and
 * cleared only if all of them are said to be clear.
 */
final class TableChange {

  private static final int INVERT = 1;

  private final int senderBits;
  private final int entryBits;
  private final int keptBits;
  private final int fold;
  private final long[] set;
  private int slot;
  private boolean some;
  private boolean allCleared;

  TableChange(int senderBits, int entryBits, @Nullable QueryRoutingTable before)
      throws MalformedException {
    if (entryBits != 1 && entryBits != 2 && entryBits != 4 && entryBits != 8) {
      throw new MalformedException("a change with " + entryBits + " bits for a slot");
    }
    this.senderBits = senderBits;
    this.entryBits = entryBits;
    keptBits = Math.min(senderBits, QueryRoutingTable.MAX_BITS);
    fold = senderBits - keptBits;
    set = before == null ? new long[QueryRoutingTable.words(keptBits)] : before.toBits();
    startGroup();
  }

  int entryBits() {
    return entryBits;
  }

  void apply(byte[] data, int count) throws MalformedException {
    int perByte = Byte.SIZE / entryBits;
    long room = (1L << senderBits) - slot;
    // A table of fewer slots than a byte has entries ends within that byte.
    if ((long) count * perByte > Math.max(room, room > 0 ? perByte : 0)) {
      throw new MalformedException("a change to more slots than the table has");
    }
    boolean groupsOfBytes = 1 << fold >= perByte;
    for (int i = 0; i < count; i++) {
      if (groupsOfBytes) {
        entries(data[i], perByte);
      } else if (data[i] == 0 && room >= perByte) {
        slot += perByte;
      } else {
        entriesOneByOne(data[i]);
      }
    }
  }

  /** A byte of entries that all belong to one group, at once: large tables are long. */
  private void entries(int value, int count) {
    int kept = slot >> fold;
    if (entryBits == INVERT) {
      some |= value != 0;
      allCleared = false;
    } else {
      int signs = 0xff / ((1 << entryBits) - 1) << entryBits - 1;
      // An entry without its sign is not 0 if this sum carries into the sign's place.
      int carries = (value & ~signs & 0xff) + (~signs & 0xff) & signs;
      some |= (value & signs) != 0;
      allCleared &= (value & signs) == 0 && carries == signs;
    }
    slot += count;
    endGroupIfFull(kept);
  }

  private void entriesOneByOne(int value) {
    for (int shift = Byte.SIZE - entryBits; shift >= 0; shift -= entryBits) {
      if (slot < 1 << senderBits) {
        entry(value >> shift & (1 << entryBits) - 1);
      }
    }
  }

  private void entry(int value) {
    int kept = slot >> fold;
    if (entryBits == INVERT) {
      invert(kept, value != 0);
    } else {
      boolean negative = value >> entryBits - 1 != 0;
      some |= negative;
      allCleared &= value != 0 && !negative;
    }
    slot++;
    endGroupIfFull(kept);
  }

  private void invert(int kept, boolean inverted) {
    boolean before = QueryRoutingTable.isSet(set, kept);
    some |= inverted && (!before || fold > 0);
    allCleared &= inverted && before && fold == 0;
  }

  private void endGroupIfFull(int kept) {
    if ((slot & (1 << fold) - 1) != 0) {
      return;
    }
    if (some) {
      QueryRoutingTable.set(set, kept);
    } else if (allCleared) {
      QueryRoutingTable.clear(set, kept);
    }
    startGroup();
  }

  private void startGroup() {
    some = false;
    allCleared = true;
  }

  QueryRoutingTable finish() throws MalformedException {
    if (slot != 1 << senderBits) {
      throw new MalformedException(
          "a change to " + slot + " slots of a table of " + (1 << senderBits));
    }
    return QueryRoutingTable.of(keptBits, set);
  }
}
