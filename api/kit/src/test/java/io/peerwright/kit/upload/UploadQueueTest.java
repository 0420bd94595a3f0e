package io.peerwright.kit.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UploadQueueTest {

  /** A file of a user. */
  private record Wanted(String user, String file) implements UploadQueue.Claim {}

  private final UploadQueue<Wanted> table = new UploadQueue<>(2, 1, 2);

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
  void betweenTwoPartsTheSlotIsKeptForAWhile() {
    assertEquals(0, table.request(key("a"), 0));
    assertEquals(0, table.request(key("b"), 0));
    assertTrue(table.begin(key("a"), 0) && table.begin(key("b"), 0));
    long later = 10 * UploadQueue.GRANT_NANOS;
    table.pause(key("a"), later);
    table.pause(key("x"), later);
    assertEquals(1, table.request(key("c"), later + UploadQueue.HOLD_NANOS));
    assertEquals(0, table.request(key("a"), later + UploadQueue.HOLD_NANOS));
    assertTrue(table.begin(key("a"), later));
    table.pause(key("a"), later);
    assertEquals(0, table.request(key("c"), later + UploadQueue.HOLD_NANOS + 1));
    assertFalse(table.isGranted(key("x"), later));
  }

  @Test
  void whoAsksForSomethingElseHasHadTheLastPart() {
    UploadQueue<Wanted> two = new UploadQueue<>(5, 2, 5);
    for (String file : new String[] {"1", "2"}) {
      assertEquals(0, two.request(new Wanted("a", file), 0));
      assertTrue(two.begin(new Wanted("a", file), 0));
    }
    assertEquals(1, two.request(new Wanted("a", "3"), 1));
    two.pause(new Wanted("a", "2"), 2);
    assertEquals(0, two.request(new Wanted("a", "3"), 3));
    assertFalse(two.isGranted(new Wanted("a", "2"), 3));
    assertTrue(two.isGranted(new Wanted("a", "1"), 3));
  }

  @Test
  void oneUserDoesNotHoldUpTheOthers() {
    assertEquals(0, table.request(new Wanted("a", "1"), 0));
    assertEquals(1, table.request(new Wanted("a", "2"), 0));
    assertEquals(0, table.request(key("b"), 0));
  }

  @Test
  void oneUserDoesNotFillTheQueue() {
    UploadQueue<Wanted> four = new UploadQueue<>(1, 1, 4);
    for (int i = 0; i < 10; i++) {
      int place = four.request(new Wanted("a", "file " + i), 0);
      assertEquals(i > 2, place == 5, "file " + i);
    }
    assertEquals(2, four.waiting());
    assertEquals(1, four.request(key("b"), 0));
  }

  @Test
  void forgetsWhoDoesNotCome() {
    assertEquals(0, table.request(key("a"), 0));
    assertTrue(table.isGranted(key("a"), UploadQueue.GRANT_NANOS));
    assertFalse(table.isGranted(key("a"), UploadQueue.GRANT_NANOS + 1));
    assertEquals(0, table.request(key("b"), 0));
    assertTrue(table.begin(key("b"), 1));
    assertTrue(table.isGranted(key("b"), Long.MAX_VALUE / 2));
    assertFalse(table.begin(key("nobody"), 1));
  }

  @Test
  void anIdleSlotIsNotKeptFromWhoIsHere() {
    UploadQueue<Wanted> one = new UploadQueue<>(1, 1, 9);
    assertEquals(0, one.request(key("a"), 0));
    assertEquals(1, one.request(key("left"), 0));
    assertEquals(2, one.request(key("here"), 0));
    one.end(key("a"));
    assertEquals(2, one.request(key("here"), 1), "before it is known that the other one left");
    one.left("left");
    assertEquals(0, one.request(key("here"), 2));
    one.end(key("here"));
    assertEquals(0, one.request(key("left"), 3), "its place was kept");
  }

  @Test
  void whoDoesNotAskAgainIsPassedBy() {
    UploadQueue<Wanted> one = new UploadQueue<>(1, 1, 9);
    assertEquals(0, one.request(key("a"), 0));
    assertEquals(1, one.request(key("silent"), 0));
    one.end(key("a"));
    assertEquals(2, one.request(key("b"), UploadQueue.HERE_NANOS));
    assertEquals(0, one.request(key("b"), UploadQueue.HERE_NANOS + 1));
  }

  @Test
  void aGrantThatIsNotUsedDoesNotKeepOthersWaiting() {
    UploadQueue<Wanted> one = new UploadQueue<>(1, 1, 9);
    assertEquals(0, one.request(key("slow"), 0));
    assertEquals(1, one.request(key("b"), UploadQueue.HOLD_NANOS));
    assertEquals(0, one.request(key("b"), UploadQueue.HOLD_NANOS + 1));
    assertTrue(one.isGranted(key("slow"), UploadQueue.HOLD_NANOS + 1), "the grant still holds");
    one.left("slow");
    assertFalse(one.isGranted(key("slow"), UploadQueue.HOLD_NANOS + 1));
  }

  /** On a slow line its request overtakes the end of the link that it has closed. */
  @Test
  void whoAsksAgainBeforeTheOldUploadIsSeenToEndKeepsItsSlot() {
    UploadQueue<Wanted> one = new UploadQueue<>(1, 1, 9);
    assertEquals(0, one.request(key("a"), 0));
    assertTrue(one.begin(key("a"), 1));
    assertEquals(0, one.request(key("a"), 100));
    one.end(key("a"));
    assertTrue(one.isGranted(key("a"), 101));
    assertEquals(1, one.request(key("b"), 101));
    assertFalse(one.isGranted(key("a"), 101 + UploadQueue.GRANT_NANOS), "it did not come");
  }

  @Test
  void aRequestIsAnsweredByOneUploadOnly() {
    UploadQueue<Wanted> one = new UploadQueue<>(1, 1, 9);
    assertEquals(0, one.request(key("a"), 0));
    assertTrue(one.begin(key("a"), 1));
    assertEquals(0, one.request(key("a"), 2));
    assertTrue(one.begin(key("a"), 3), "the old link is replaced");
    one.end(key("a"));
    assertFalse(one.isGranted(key("a"), 4));
    assertEquals(0, one.request(key("a"), 5));
    assertTrue(one.begin(key("a"), 6));
    assertEquals(0, one.request(key("a"), 7));
    one.left("a");
    one.end(key("a"));
    assertFalse(one.isGranted(key("a"), 8), "whoever has left does not come");
  }

  private static Wanted key(String user) {
    return new Wanted(user, "file");
  }
}
