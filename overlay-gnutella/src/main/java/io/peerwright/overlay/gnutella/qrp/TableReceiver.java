package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The table of one neighbour, as its messages make it: a reset, then changes of 1, 2, 4 or 8 bits
 * for each slot, in parts, deflated or not. One bit inverts a slot; more are a signed distance, of
 * which only the sign counts.
 *
 * <p>Parts are applied as they arrive, so that nothing of them is kept; the table that {@link
 * #table} tells changes with the last part. After a {@link MalformedException} the two sides do not
 * know the same any more, and the link has to be closed.
 *
 * <p>Tables of more than 2^{@value QueryRoutingTable#MAX_BITS} slots are folded: several slots of
 * theirs are one of ours. Then a word that is taken back may stay, but none that is there is
 * missed.
 */
public final class TableReceiver {

  /** Larger tables are refused; the largest that servents make have 2^21 slots. */
  static final int MAX_BITS = 21;

  private static final int INFLATE_ROOM = 4096;

  private @Nullable QueryRoutingTable table;
  private int bits;
  private @Nullable TableChange change;
  private @Nullable Inflater inflater;
  private int nextPart = 1;
  private int parts;
  private int compressor;

  /** Without a table. */
  public TableReceiver() {}

  /**
   * One that goes on behind a whole change, or a reset.
   *
   * @param bits of the neighbour's table; 0 before the first reset
   * @param table what it has told; null if that is nothing
   */
  TableReceiver(int bits, @Nullable QueryRoutingTable table) {
    this.bits = bits;
    this.table = table;
  }

  /** The binary logarithm of {@link #slots}; 0 before the first reset. */
  int bits() {
    return bits;
  }

  /** The table; empty until the first change after a reset is complete. */
  public Optional<QueryRoutingTable> table() {
    return Optional.ofNullable(table);
  }

  /**
   * How many slots the neighbour's table has; 0 before the first reset. Each of its changes costs
   * processor time by that, however short its messages are: about 5 ms for the largest table, in as
   * little as 300 bytes. Who receives them bounds how many it takes by this number.
   */
  public int slots() {
    return bits == 0 ? 0 : 1 << bits;
  }

  /** Whether some parts of a change have come, and others have not. */
  public boolean isReceiving() {
    return change != null;
  }

  /** Frees what an incomplete change holds; to be called when the link is closed. */
  public void close() {
    change = null;
    nextPart = 1;
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }

  /**
   * Begins anew.
   *
   * @throws MalformedException if the table cannot be that long
   */
  public void reset(QrpReset reset) throws MalformedException {
    close();
    table = null;
    bits = 0;
    int size = 63 - Long.numberOfLeadingZeros(reset.entries());
    if (Long.bitCount(reset.entries()) != 1
        || size < QueryRoutingTable.MIN_BITS
        || size > MAX_BITS) {
      throw new MalformedException("a query routing table of " + reset.entries() + " slots");
    }
    bits = size;
  }

  /**
   * Applies a part of a change.
   *
   * @return whether the change is complete, and {@link #table} a new one
   * @throws MalformedException if it is not what has to come next
   */
  public boolean patch(QrpPatch patch) throws MalformedException {
    QueryRoutingTable before = patch.parts() == 1 ? before() : null;
    QueryRoutingTable known = before == null ? null : RecentTables.after(before, patch);
    if (known != null) {
      table = known;
      return true;
    }
    TableChange current = next(patch);
    if (compressor == QrpPatch.DEFLATED) {
      inflate(patch.data(), current);
    } else {
      byte[] data = patch.data().toArray();
      current.apply(data, data.length);
    }
    if (nextPart++ < parts) {
      return false;
    }
    QueryRoutingTable after = RecentTables.same(current.finish());
    table = after;
    close();
    if (before != null) {
      RecentTables.put(before, patch, after);
    }
    return true;
  }

  /** What a whole change would change; null if a part of one has to come, or nothing may. */
  private @Nullable QueryRoutingTable before() {
    if (change != null || bits == 0 || bits > QueryRoutingTable.MAX_BITS) {
      return null;
    }
    return table == null ? QueryRoutingTable.empty(bits) : table;
  }

  private TableChange next(QrpPatch patch) throws MalformedException {
    if (bits == 0) {
      throw new MalformedException("a change to a query routing table that was never reset");
    }
    TableChange current = change;
    if (current == null) {
      parts = patch.parts();
      compressor = patch.compressor();
      if (parts == 0 || compressor != QrpPatch.PLAIN && compressor != QrpPatch.DEFLATED) {
        throw new MalformedException("a change in no parts, or in an unknown compression");
      }
      current = new TableChange(bits, patch.entryBits(), table);
      change = current;
    }
    if (patch.sequence() != nextPart
        || patch.parts() != parts
        || patch.compressor() != compressor
        || patch.entryBits() != current.entryBits()) {
      throw new MalformedException("a part of a change that does not follow the one before");
    }
    return current;
  }

  private void inflate(Octets data, TableChange into) throws MalformedException {
    if (inflater == null) {
      inflater = new Inflater();
    }
    inflater.setInput(data.toArray());
    byte[] room = new byte[INFLATE_ROOM];
    try {
      int got;
      while ((got = inflater.inflate(room)) > 0) {
        into.apply(room, got);
      }
      if (inflater.needsDictionary()) {
        throw new MalformedException("a change that needs a dictionary");
      }
    } catch (DataFormatException e) {
      throw new MalformedException("a change that is not deflated: " + e.getMessage());
    }
  }
}
