package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineTest {

  private static final long SECOND = 1_000_000_000L;

  private final Line line = new Line();

  @Test
  void bytesLeaveOneAfterTheOther() {
    assertEquals(5 * SECOND, line.send(400, 100, SECOND));
    assertEquals(7 * SECOND, line.send(200, 100, 2 * SECOND), "after those that wait");
    assertEquals(4 * SECOND, line.sendsFor(3 * SECOND));
  }

  @Test
  void anIdleLineSavesNoTimeForLater() {
    line.send(100, 100, 0);
    assertEquals(-8 * SECOND, line.sendsFor(9 * SECOND));
    assertEquals(10 * SECOND, line.send(100, 100, 9 * SECOND));
  }

  @Test
  void theDirectionsDoNotWaitForEachOther() {
    line.send(1_000, 100, 0);
    assertEquals(2 * SECOND, line.receive(100, 100, SECOND));
    assertEquals(SECOND, line.receivesFor(SECOND));
    assertEquals(9 * SECOND, line.sendsFor(SECOND));
  }
}
