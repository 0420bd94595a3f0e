package io.peerwright.overlay.hybrid.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UploadTableTest {

  private final UploadTable table = new UploadTable(2, 1, 2);

  @Test
  void grantsSlotsThenPlacesThenNothing() {
    assertEquals(0, table.request(key("a"), 0));
    assertEquals(0, table.request(key("b"), 0));
    assertEquals(1, table.request(key("c"), 0));
    assertEquals(2, table.request(key("d"), 0));
    assertEquals(3, table.request(key("e"), 0));
    assertEquals(2, table.waiting());
    table.end(key("a"));
    assertEquals(2, table.request(key("d"), 1));
    assertEquals(0, table.request(key("c"), 1));
  }

  @Test
  void oneUserDoesNotHoldUpTheOthers() {
    assertEquals(0, table.request(new TransferKey("a", "1"), 0));
    assertEquals(1, table.request(new TransferKey("a", "2"), 0));
    assertEquals(0, table.request(key("b"), 0));
  }

  @Test
  void oneUserDoesNotFillTheQueue() {
    UploadTable four = new UploadTable(1, 1, 4);
    for (int i = 0; i < 10; i++) {
      int place = four.request(new TransferKey("a", "file " + i), 0);
      assertEquals(i > 2, place == 5, "file " + i);
    }
    assertEquals(2, four.waiting());
    assertEquals(1, four.request(key("b"), 0));
  }

  @Test
  void forgetsWhoDoesNotCome() {
    assertEquals(0, table.request(key("a"), 0));
    assertTrue(table.isGranted(key("a"), UploadTable.GRANT_NANOS));
    assertFalse(table.isGranted(key("a"), UploadTable.GRANT_NANOS + 1));
    assertEquals(0, table.request(key("b"), 0));
    assertTrue(table.begin(key("b"), 1));
    assertTrue(table.isGranted(key("b"), Long.MAX_VALUE / 2));
    assertFalse(table.begin(key("nobody"), 1));
  }

  private static TransferKey key(String nick) {
    return new TransferKey(nick, "file");
  }
}
