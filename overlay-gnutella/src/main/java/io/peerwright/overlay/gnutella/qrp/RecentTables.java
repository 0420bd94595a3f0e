package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tables and changes that a thread has worked out lately. A servent tells three ultrapeers, or
 * thirty, the same in the same bytes: it is deflated once, and where several of these are peers of
 * one process, inflated once, and all of them keep one table. What is not here is worked out;
 * nothing but time and memory depends on it.
 */
final class RecentTables {

  private static final int PLACES = 256;

  private static final ThreadLocal<@Nullable SoftReference<RecentTables>> OWN = new ThreadLocal<>();

  /** What is to be sent to one that knows the first table, so that it knows the second one. */
  private record Told(
      @Nullable QueryRoutingTable before, QueryRoutingTable after, List<Message> messages) {}

  /** A change that came as a whole, and what it leads to. */
  private record Heard(QueryRoutingTable before, QrpPatch patch, QueryRoutingTable after) {}

  private final @Nullable QueryRoutingTable[] tables = new QueryRoutingTable[PLACES];
  private final @Nullable Told[] told = new Told[PLACES];
  private final @Nullable Heard[] heard = new Heard[PLACES];

  private RecentTables() {}

  private static RecentTables own() {
    SoftReference<RecentTables> known = OWN.get();
    RecentTables own = known == null ? null : known.get();
    if (own == null) {
      own = new RecentTables();
      OWN.set(new SoftReference<>(own));
    }
    return own;
  }

  private static int place(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & PLACES - 1;
  }

  /** This table, or an equal one that others have. */
  static QueryRoutingTable same(QueryRoutingTable table) {
    @Nullable QueryRoutingTable[] all = own().tables;
    int place = place(table.hashCode());
    QueryRoutingTable known = all[place];
    if (known != null && known.equals(table)) {
      return known;
    }
    all[place] = table;
    return table;
  }

  /** As {@link TableUpdate#between}. */
  static List<Message> between(@Nullable QueryRoutingTable before, QueryRoutingTable after) {
    RecentTables own = own();
    int place = place(31 * Objects.hashCode(before) + after.hashCode());
    Told known = own.told[place];
    if (known != null && known.after.equals(after) && Objects.equals(known.before, before)) {
      return known.messages;
    }
    List<Message> messages = TableUpdate.between(before, after);
    own.told[place] = new Told(before, after, messages);
    return messages;
  }

  /** What a change makes of a table; null if that has to be worked out. */
  static @Nullable QueryRoutingTable after(QueryRoutingTable before, QrpPatch patch) {
    Heard known = own().heard[place(before, patch)];
    return known != null && known.patch.equals(patch) && known.before.equals(before)
        ? known.after
        : null;
  }

  /** It was worked out. */
  static void put(QueryRoutingTable before, QrpPatch patch, QueryRoutingTable after) {
    if (patch.data().size() <= TableUpdate.PART_BYTES) {
      own().heard[place(before, patch)] = new Heard(before, patch, after);
    }
  }

  private static int place(QueryRoutingTable before, QrpPatch patch) {
    return place(31 * before.hashCode() + patch.data().hashCode());
  }
}
