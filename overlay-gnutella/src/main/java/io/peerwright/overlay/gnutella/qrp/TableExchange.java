package io.peerwright.overlay.gnutella.qrp;

import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one link: what the other side has told of its words, and what it knows of ours. How
 * often theirs may change is bounded by the work that it makes.
 */
public class TableExchange {

  /** Two of the largest tables at once. */
  private static final long BURST_SLOTS = 2L << TableReceiver.MAX_BITS;

  /** A table of 65,536 slots every two seconds: a tenth of a millisecond in each. */
  private static final long SLOTS_PER_SECOND = 1L << QueryRoutingTable.MAX_BITS - 1;

  /** What is needed while they tell of changes; null if they have not for a while. */
  private static final class Receiving {
    private @Nullable TableReceiver half;
    private @Nullable TokenBucket budget;

    boolean isOver(long now) {
      return half == null && (budget == null || budget.isFull(now));
    }
  }

  private @Nullable Receiving receiving;
  private @Nullable QueryRoutingTable theirs;
  private @Nullable QueryRoutingTable told;

  /** The binary logarithm of the slots of their table; 0 before it was reset. */
  private byte bits;

  /** Nothing was told yet. */
  public TableExchange() {}

  /** What the other side may have; null as long as it has told nothing. */
  public @Nullable QueryRoutingTable theirs() {
    return theirs;
  }

  /**
   * Takes a message of the other side.
   *
   * @param nanos now
   * @return whether there is another table of it now
   * @throws MalformedException if it is not what has to come next, or more than may come: the link
   *     has to be closed
   */
  public boolean receive(Message message, long nanos) throws MalformedException {
    QueryRoutingTable before = theirs;
    Receiving now = receiving == null ? new Receiving() : receiving;
    receiving = now;
    TableReceiver reader = now.half == null ? new TableReceiver(bits, theirs) : now.half;
    now.half = reader;
    if (message instanceof QrpReset reset) {
      reader.reset(reset);
      theirs = null;
    } else if (message instanceof QrpPatch patch) {
      charge(reader, now, nanos);
      if (reader.patch(patch)) {
        theirs = reader.table().orElse(null);
      }
    }
    bits = (byte) reader.bits();
    now.half = reader.isReceiving() ? reader : null;
    return theirs != before;
  }

  /** A change costs as much as the table is long, however it is cut. */
  private static void charge(TableReceiver reader, Receiving by, long now)
      throws MalformedException {
    int slots = reader.slots();
    if (slots == 0 || reader.isReceiving()) {
      return;
    }
    TokenBucket bucket = by.budget;
    if (bucket == null) {
      bucket = new TokenBucket(SLOTS_PER_SECOND, BURST_SLOTS, now);
      by.budget = bucket;
    }
    if (bucket.available(now) < slots) {
      throw new MalformedException("more changes to a query routing table than may come");
    }
    bucket.take(slots, now);
  }

  /** From time to time: what is not needed any more takes no memory. */
  public void tick(long now) {
    receiving = receiving == null || receiving.isOver(now) ? null : receiving;
  }

  /** What the other side knows of us; null as long as it was told nothing. */
  public @Nullable QueryRoutingTable told() {
    return told;
  }

  /** What is to be sent so that the other side knows this table; counts as sent from now on. */
  public List<Message> tell(QueryRoutingTable ours) {
    return tell(new TableUpdates(ours));
  }

  /** The same, where others are told of the table, too. */
  public List<Message> tell(TableUpdates updates) {
    List<Message> messages = updates.from(told);
    told = updates.table();
    return messages;
  }

  /** Frees what an incomplete change holds: the link is over. */
  public void close() {
    if (receiving != null && receiving.half != null) {
      receiving.half.close();
    }
  }
}
