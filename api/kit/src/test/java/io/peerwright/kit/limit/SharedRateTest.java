package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedRateTest {

  private static final int BLOCK = 16_384;

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Loop loop = simulation.newHost("host", null, null).loop();

  @AfterEach
  void close() {
    simulation.close();
  }

  /** Takes blocks of one size as soon as anything may pass. */
  private final class Taker implements SharedRate.Waiter {
    private final Flow flow;
    private final int block;
    private long passed;

    Taker(
        int block,
        @Nullable SharedRate own,
        @Nullable SharedRate group,
        @Nullable SharedRate whole) {
      this.block = block;
      this.flow = new Flow(this, own, group, whole);
      loop.execute(this::onTurn);
    }

    @Override
    public long onTurn() {
      long before = passed;
      while (flow.room() > 0 && passed < Integer.MAX_VALUE) {
        flow.take(block);
        passed += block;
      }
      if (flow.room() < 1) {
        flow.awaitTurn();
      }
      return passed - before;
    }
  }

  @Test
  void thoseWhoWaitGetTheSameHoweverMuchTheyTakeAtOnce() {
    SharedRate rate = SharedRate.fixed(loop, 100_000, BLOCK);
    List<Taker> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(new Taker(BLOCK, null, null, rate));
    }
    simulation.runFor(Duration.ofSeconds(100));
    for (Taker taker : takers) {
      assertEquals(2_500_000, taker.passed, 2 * BLOCK);
    }
  }

  @Test
  void newcomersDoNotPassThoseWhoWait() {
    SharedRate rate = SharedRate.fixed(loop, 100_000, BLOCK);
    Taker waiting = new Taker(BLOCK, null, null, rate);
    simulation.runFor(Duration.ofSeconds(1));
    Flow newcomer = new Flow(SharedRate.NOBODY, null, null, rate);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(newcomer.room() <= 0, "there is room while somebody waits");
      simulation.runFor(Duration.ofMillis(1));
    }
    assertEquals(200_000, waiting.passed, 2 * BLOCK);
  }

  @Test
  void ofSeveralRatesTheTightestDecides() {
    SharedRate whole = SharedRate.fixed(loop, 100_000, BLOCK);
    SharedRate group = SharedRate.fixed(loop, 60_000, BLOCK);
    Taker slow = new Taker(1_000, SharedRate.fixed(loop, 10_000, BLOCK), group, whole);
    Taker grouped = new Taker(1_000, null, group, whole);
    Taker free = new Taker(1_000, null, null, whole);
    simulation.runFor(Duration.ofSeconds(100));
    assertEquals(1_000_000, slow.passed, 40_000);
    long together = slow.passed + grouped.passed + free.passed;
    assertEquals(10_000_000, together, 200_000);
    assertTrue(slow.passed + grouped.passed < 6_100_000, () -> "the group has " + grouped.passed);
    assertTrue(free.passed > 3_900_000, () -> "the free one has " + free.passed);
  }

  @Test
  void aRateThatRisesIsFollowedWithinASecondHoweverLongTheWaitWas() {
    long[] now = {1};
    SharedRate rate = SharedRate.following(loop, () -> now[0]);
    Taker taker = new Taker(10 * BLOCK, null, null, rate);
    simulation.runFor(Duration.ofSeconds(100));
    assertEquals(10 * BLOCK, taker.passed);
    now[0] = 1_000_000;
    simulation.runFor(Duration.ofSeconds(2));
    assertTrue(taker.passed > 1_000_000, () -> "passed: " + taker.passed);
    now[0] = ChangingRate.UNLIMITED;
    simulation.runFor(Duration.ofSeconds(2));
    assertTrue(taker.passed >= Integer.MAX_VALUE, () -> "passed: " + taker.passed);
  }

  @Test
  void whatIsGivenBackIsThereForTheNext() {
    SharedRate rate = SharedRate.fixed(loop, 1, BLOCK);
    Flow flow = new Flow(SharedRate.NOBODY, rate, null, null);
    flow.take(BLOCK);
    assertEquals(0, flow.room());
    flow.giveBack(5_000);
    assertEquals(5_000, flow.room());
  }

  @Test
  void whoWaitedIsNotCalledAfterTheStop() {
    SharedRate rate = SharedRate.fixed(loop, 100_000, BLOCK);
    Taker taker = new Taker(BLOCK, null, null, rate);
    simulation.runFor(Duration.ofSeconds(1));
    rate.stop();
    long passed = taker.passed;
    simulation.runFor(Duration.ofSeconds(10));
    assertEquals(passed, taker.passed);
  }
}
