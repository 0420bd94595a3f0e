package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The messages that tell a neighbour of a table: with 4 bits for a slot, which all servents read,
 * deflated as one and cut into parts.
 */
public final class TableUpdate {

  /** The distance that means "not here": words are one hop away, or not there at all. */
  static final int INFINITY = 2;

  /** The longest part. Longer messages would keep others waiting. */
  static final int PART_BYTES = 4096;

  private static final int ENTRY_BITS = 4;
  private static final int ADDED = 1 - INFINITY & 0xf;
  private static final int REMOVED = INFINITY - 1;
  private static final int ROOM = 1024;

  /** With more changes, the best compression takes ten times as long and saves a fifth or less. */
  private static final int FEW = 32;

  /** One takes 268 KB, and longer to make than to use. */
  private static final ThreadLocal<Deflater> DEFLATER = ThreadLocal.withInitial(Deflater::new);

  private TableUpdate() {}

  /**
   * What to send, in this order.
   *
   * @param before what the neighbour knows; null for nothing
   * @return nothing if it knows that already
   */
  public static List<Message> between(@Nullable QueryRoutingTable before, QueryRoutingTable after) {
    if (before != null && after.equals(before)) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    QueryRoutingTable known = before;
    if (known == null || known.bits() != after.bits()) {
      messages.add(new QrpReset(1L << after.bits(), INFINITY));
      known = QueryRoutingTable.empty(after.bits());
    }
    messages.addAll(parts(deflated(known, after)));
    return messages;
  }

  private static byte[] deflated(QueryRoutingTable before, QueryRoutingTable after) {
    byte[] changes = new byte[1 << after.bits() - 1];
    int count = 0;
    long[] now = after.toBits();
    long[] known = before.toBits();
    for (int i = 0; i < now.length; i++) {
      for (long word = now[i] ^ known[i]; word != 0; word &= word - 1) {
        int slot = i * Long.SIZE + Long.numberOfTrailingZeros(word);
        int shift = (slot & 1) == 0 ? ENTRY_BITS : 0;
        int change = QueryRoutingTable.isSet(now, slot) ? ADDED : REMOVED;
        changes[slot >> 1] |= (byte) (change << shift);
        count++;
      }
    }
    return deflated(changes, count < FEW);
  }

  private static byte[] deflated(byte[] changes, boolean few) {
    Deflater deflater = DEFLATER.get();
    deflater.reset();
    deflater.setLevel(few ? Deflater.BEST_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
    deflater.setInput(changes);
    deflater.finish();
    byte[] out = new byte[ROOM];
    int size = 0;
    while (!deflater.finished()) {
      if (size == out.length) {
        out = Arrays.copyOf(out, 2 * size);
      }
      size += deflater.deflate(out, size, out.length - size);
    }
    return Arrays.copyOf(out, size);
  }

  private static List<QrpPatch> parts(byte[] data) {
    Octets all = Octets.of(data);
    int parts = (data.length + PART_BYTES - 1) / PART_BYTES;
    List<QrpPatch> patches = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = i * PART_BYTES;
      Octets part = all.part(from, Math.min(PART_BYTES, data.length - from));
      patches.add(new QrpPatch(i + 1, parts, QrpPatch.DEFLATED, ENTRY_BITS, part));
    }
    return patches;
  }
}
