package io.peerwright.kit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkModelTest {

  @Test
  void explainsEachComponent() {
    for (RecordComponent component : NetworkModel.class.getRecordComponents()) {
      assertNotEquals("", NetworkModel.explain(component.getName()), component.getName());
    }
    assertEquals("", NetworkModel.explain("colour"));
  }

  @Test
  void saysWhatIsOutOfRange() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> NetworkModel.DEFAULT.withDatagramFaults(1_000_001, 0, 0));
    assertEquals("lossPpm must be within 0..1000000, is 1000001", refused.getMessage());
  }

  @Test
  void latenciesAreWithinTheirBoundsAndSpread() {
    NetworkModel even = NetworkModel.DEFAULT.withLatencyMicros(10_000, 90_000);
    NetworkModel logNormal =
        even.withLatencyMicros(1_000, 1_000_000).withLogNormalLatency(50_000, 0.5);
    SplittableRandom chance = new SplittableRandom(1);
    int draws = 10_000;
    long sum = 0;
    int belowMedian = 0;
    for (int i = 0; i < draws; i++) {
      long drawn = even.latencyMicros(chance.nextLong());
      assertTrue(drawn >= 10_000 && drawn <= 90_000, "drew " + drawn);
      sum += drawn;
      belowMedian += logNormal.latencyMicros(chance.nextLong()) < 50_000 ? 1 : 0;
    }
    // Three standard deviations of the mean and of the count.
    assertEquals(50_000, (double) sum / draws, 700);
    assertEquals(draws / 2.0, belowMedian, 150);
  }
}
