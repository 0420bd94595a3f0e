package io.peerwright.multicast.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import org.junit.jupiter.api.Test;

class SeenMessagesTest {

  private static final Endpoint GROUP = Endpoint.parse("239.255.1.2:4000");
  private static final Endpoint OTHER_GROUP = Endpoint.parse("239.255.1.3:4000");
  private static final Endpoint SOURCE = Endpoint.parse("192.0.2.1:5000");
  private static final SourceId FIRST_LIFE = new SourceId(SOURCE, 1);
  private static final SourceId SECOND_LIFE = new SourceId(SOURCE, 2);

  private final SeenMessages seen = new SeenMessages(3);

  @Test
  void tellsGroupsSourcesAndLivesApart() {
    assertTrue(seen.accept(GROUP, FIRST_LIFE, 7, 0));
    assertFalse(seen.accept(GROUP, FIRST_LIFE, 7, 0));
    assertTrue(seen.accept(OTHER_GROUP, FIRST_LIFE, 7, 0));
    assertTrue(seen.accept(GROUP, SECOND_LIFE, 7, 0));
    assertEquals(3, seen.size());
  }

  @Test
  void silentSourcesAreDropped() {
    seen.accept(GROUP, FIRST_LIFE, 1, 0);
    seen.accept(GROUP, SECOND_LIFE, 1, 10);
    seen.dropIdle(SeenMessages.IDLE_NANOS - 1);
    assertEquals(2, seen.size());
    seen.dropIdle(SeenMessages.IDLE_NANOS);
    assertEquals(1, seen.size());
    assertFalse(seen.accept(GROUP, SECOND_LIFE, 1, SeenMessages.IDLE_NANOS));
    assertTrue(seen.accept(GROUP, FIRST_LIFE, 1, SeenMessages.IDLE_NANOS));
  }

  @Test
  void aSourceThatSpeaksIsKept() {
    seen.accept(GROUP, FIRST_LIFE, 1, 0);
    for (int i = 1; i <= 10; i++) {
      assertTrue(seen.accept(GROUP, FIRST_LIFE, 1 + i, i * SeenMessages.IDLE_NANOS / 2));
    }
    assertFalse(seen.accept(GROUP, FIRST_LIFE, 1, 5 * SeenMessages.IDLE_NANOS));
  }

  /** As a flood of forged sources would have it. */
  @Test
  void theLongestSilentOneMakesRoom() {
    seen.accept(GROUP, FIRST_LIFE, 1, 0);
    for (int i = 10; i < 10_000; i++) {
      assertTrue(seen.accept(GROUP, new SourceId(SOURCE, i), 1, i));
      assertFalse(seen.accept(GROUP, FIRST_LIFE, 1, i), "the one that speaks all the time");
      assertTrue(seen.size() <= 3);
    }
  }

  @Test
  void wantsRoomForOne() {
    assertThrows(IllegalArgumentException.class, () -> new SeenMessages(0));
  }
}
