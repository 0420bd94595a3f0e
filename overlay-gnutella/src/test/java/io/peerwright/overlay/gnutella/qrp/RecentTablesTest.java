package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What many links carry is worked out once, and is the same on each. */
class RecentTablesTest {

  private static final int BITS = 14;

  private static QueryRoutingTable random(int words, int seed) {
    return QueryRoutingTableTest.random(BITS, words, new Random(seed));
  }

  private static QueryRoutingTable receive(TableReceiver by, List<Message> messages)
      throws MalformedException {
    for (Message message : messages) {
      if (message instanceof QrpReset reset) {
        by.reset(reset);
      } else {
        by.patch((QrpPatch) message);
      }
    }
    return by.table().orElseThrow();
  }

  @Test
  void neighboursKeepOneTableOfAServent() throws Exception {
    for (int words : new int[] {0, 1, 90, 2_000, 9_000}) {
      List<Message> messages = TableUpdate.between(null, random(words, 1));
      QueryRoutingTable first = receive(new TableReceiver(), messages);
      assertEquals(random(words, 1), first);
      assertSame(first, receive(new TableReceiver(), messages), words + " words");
    }
  }

  @Test
  void whatIsToldToManyIsDeflatedOnce() {
    List<Message> messages = RecentTables.between(random(50, 2), random(60, 3));
    assertSame(messages, RecentTables.between(random(50, 2), random(60, 3)));
    assertNotEquals(messages, RecentTables.between(null, random(60, 3)));
    assertEquals(
        TableUpdate.between(null, random(60, 3)), RecentTables.between(null, random(60, 3)));
  }

  @Test
  void theSameChangeOfAnotherTableLeadsElsewhere() throws Exception {
    QueryRoutingTable before = random(30, 4);
    QueryRoutingTable other = random(30, 5);
    QueryRoutingTable more = QueryRoutingTable.merge(BITS, List.of(before, random(10, 6)));
    List<Message> change = TableUpdate.between(before, more);
    for (QueryRoutingTable known : List.of(before, other, before, other)) {
      TableReceiver receiver = new TableReceiver();
      receive(receiver, TableUpdate.between(null, known));
      QueryRoutingTable after = receive(receiver, change);
      assertEquals(known.equals(before), more.equals(after));
      assertTrue(after.count() > known.count());
    }
  }

  /** A bomb is refused again, and a change that is not the one that is known is read. */
  @Test
  void otherFieldsAreAnotherChange() throws Exception {
    QrpPatch patch = (QrpPatch) TableUpdate.between(null, random(90, 7)).get(1);
    TableReceiver receiver = new TableReceiver();
    receiver.reset(new QrpReset(1 << BITS, 2));
    receiver.patch(patch);
    for (QrpPatch bad :
        List.of(
            new QrpPatch(2, 1, 1, 4, patch.data()),
            new QrpPatch(1, 1, 0, 4, patch.data()),
            new QrpPatch(1, 1, 1, 8, patch.data()))) {
      TableReceiver strict = new TableReceiver();
      strict.reset(new QrpReset(1 << BITS, 2));
      for (int i = 0; i < 2; i++) {
        assertThrows(MalformedException.class, () -> strict.patch(bad));
        strict.reset(new QrpReset(1 << BITS, 2));
      }
    }
  }
}
