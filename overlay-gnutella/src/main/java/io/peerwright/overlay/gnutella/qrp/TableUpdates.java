package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.overlay.gnutella.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What neighbours are told of one table, one after the other. Nearly all of them know the same one
 * before: what leads from that to the new one is made once.
 */
public final class TableUpdates {

  private final QueryRoutingTable table;
  private @Nullable QueryRoutingTable before;
  private @Nullable List<Message> messages;

  /** To this table. */
  public TableUpdates(QueryRoutingTable table) {
    this.table = RecentTables.same(table);
  }

  /** It, or an equal one that others of this process have. */
  public QueryRoutingTable table() {
    return table;
  }

  /** What to send to one that knows another table, or none. */
  List<Message> from(@Nullable QueryRoutingTable known) {
    List<Message> all = messages;
    if (all == null || known != before) {
      all = RecentTables.between(known, table);
      messages = all;
      before = known;
    }
    return all;
  }
}
