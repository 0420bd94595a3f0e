package io.peerwright.overlay.bittorrent.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HashBuffersTest {

  private static final int MAX = 4;

  private final HashBuffers lanes = new HashBuffers();
  private final List<HashBuffers.Lane> taken = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Test
  void whoComesWhenAllAreTakenWaitsForOne() {
    for (int i = 0; i < MAX + 2; i++) {
      lanes.take(taken::add);
    }
    assertEquals(MAX, taken.size());
    lanes.giveBack(taken.get(1));
    assertEquals(MAX + 1, taken.size());
    assertEquals(taken.get(1), taken.get(MAX));
  }

  @Test
  void whoWantsAnotherTurnGetsItAfterThoseWhoWait() {
    for (int i = 0; i < MAX; i++) {
      lanes.take(taken::add);
    }
    lanes.take(lane -> log.add("waited"));
    lanes.takeTurns(taken.get(0), lane -> log.add("again"));
    assertEquals(List.of("waited"), log);
    lanes.giveBack(taken.get(1));
    assertEquals(List.of("waited", "again"), log);
  }

  @Test
  void aloneOneHasTheSameLaneTurnByTurn() {
    lanes.take(taken::add);
    lanes.takeTurns(taken.get(0), taken::add);
    assertEquals(taken.get(0), taken.get(1));
  }

  @Test
  void noneIsKeptWhenNobodyWantsIt() {
    lanes.take(taken::add);
    lanes.giveBack(taken.get(0));
    lanes.take(taken::add);
    assertNotSame(taken.get(0).buffer(), taken.get(1).buffer());
  }

  @Test
  void whoGivesItBackAtOnceDoesNotDeepenTheStack() {
    Consumer<HashBuffers.Lane> brief =
        lane -> {
          log.add("");
          lanes.giveBack(lane);
        };
    for (int i = 0; i < MAX; i++) {
      lanes.take(taken::add);
    }
    for (int i = 0; i < 100_000; i++) {
      lanes.take(brief);
    }
    lanes.giveBack(taken.get(0));
    assertEquals(100_000, log.size());
  }
}
