package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class TableExchangeTest {

  private static final long SECOND = 1_000_000_000L;

  private final TableExchange ours = new TableExchange();
  private final TableExchange theirs = new TableExchange();

  private boolean receive(List<Message> messages) throws MalformedException {
    boolean changed = false;
    for (Message message : messages) {
      changed |= theirs.receive(message, 0);
    }
    return changed;
  }

  private static QueryRoutingTable table(String... names) {
    return QueryRoutingTable.of(List.of(names), List.of());
  }

  @Test
  void theOtherSideKnowsWhatItWasTold() throws Exception {
    assertNull(theirs.theirs());
    assertNull(ours.told());
    for (QueryRoutingTable each : List.of(table("copper rain"), table(), table("snow", "rain"))) {
      assertTrue(receive(ours.tell(each)));
      assertEquals(each, theirs.theirs());
      assertEquals(each, ours.told());
    }
    assertFalse(receive(ours.tell(table("snow", "rain"))));
  }

  private static QrpPatch nothing(int bits, int sequence, int parts) throws Exception {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
      deflated.write(new byte[1 << bits - 1]);
    }
    Octets all = Octets.of(data.toByteArray());
    int part = all.size() / parts;
    int from = (sequence - 1) * part;
    int size = sequence == parts ? all.size() - from : part;
    return new QrpPatch(sequence, parts, QrpPatch.DEFLATED, 4, all.part(from, size));
  }

  /** Two of the largest at once, then one in 64 seconds: as much as 65,536 slots in two. */
  @Test
  void changesAreBoundedByTheWorkThatTheyMake() throws Exception {
    theirs.receive(new QrpReset(1 << 21, 2), 0);
    QrpPatch change = nothing(21, 1, 1);
    assertTrue(theirs.receive(change, 0));
    // Taken, though it changes nothing.
    assertFalse(theirs.receive(change, 0));
    assertThrows(MalformedException.class, () -> theirs.receive(change, 63 * SECOND));
    assertFalse(theirs.receive(change, 64 * SECOND));
    assertThrows(MalformedException.class, () -> theirs.receive(change, 65 * SECOND));
  }

  @Test
  void aNewBeginningDoesNotMakeChangesCheaper() throws Exception {
    for (int i = 0; i < 2; i++) {
      theirs.receive(new QrpReset(1 << 21, 2), 0);
      assertFalse(theirs.receive(nothing(21, 1, 2), 0));
    }
    theirs.receive(new QrpReset(1 << 21, 2), 0);
    QrpPatch begun = nothing(21, 1, 2);
    assertThrows(MalformedException.class, () -> theirs.receive(begun, 0));
  }

  @Test
  void aChangeInManyPartsCostsAsMuchAsInOne() throws Exception {
    theirs.receive(new QrpReset(1 << 21, 2), 0);
    for (int i = 1; i <= 50; i++) {
      assertEquals(i == 50, theirs.receive(nothing(21, i, 50), 0));
    }
    assertFalse(theirs.receive(nothing(21, 1, 1), 0));
  }
}
