package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.network.NetworkModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTest {

  private static final int HOSTS = 150;

  /** The latencies of all pairs in microseconds, in ascending order; equal both ways. */
  private static double[] pairs(NetworkModel model) {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withNetwork(model)).strict();
    SimHost[] hosts = new SimHost[HOSTS];
    for (int i = 0; i < HOSTS; i++) {
      hosts[i] = (SimHost) sim.newHost("h" + i, null, null);
    }
    double[] micros = new double[HOSTS * (HOSTS - 1) / 2];
    int next = 0;
    for (int i = 0; i < HOSTS; i++) {
      for (int k = 0; k < i; k++) {
        long there = sim.wire().latency(hosts[i], hosts[k], 1);
        assertEquals(there, sim.wire().latency(hosts[k], hosts[i], 2));
        micros[next++] = there / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros;
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) (sorted.length * part)];
  }

  @Test
  void equalBoundsMakeItConstant() {
    double[] all = pairs(NetworkModel.DEFAULT.withLatencyMicros(7_000, 7_000));
    assertEquals(7_000, all[0]);
    assertEquals(7_000, all[all.length - 1]);
  }

  @Test
  void itIsEvenlySpreadBetweenTheBounds() {
    double[] all = pairs(NetworkModel.DEFAULT);
    assertTrue(all[0] >= 10_000 && all[0] < 10_100);
    assertTrue(all[all.length - 1] <= 100_000 && all[all.length - 1] > 99_900);
    for (double part : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
      assertEquals(10_000 + 90_000 * part, quantile(all, part), 2_500);
    }
  }

  @Test
  void itIsLogNormalAroundTheMedian() {
    NetworkModel model =
        NetworkModel.DEFAULT.withLatencyMicros(1, 10_000_000).withLogNormalLatency(40_000, 0.6);
    double[] all = pairs(model);
    // The normal distribution's quantiles, as tables have them.
    double[] parts = {0.0228, 0.1587, 0.5, 0.8413, 0.9772};
    for (int i = 0; i < parts.length; i++) {
      double expected = 40_000 * Math.exp(0.6 * (i - 2));
      assertEquals(1, quantile(all, parts[i]) / expected, 0.06, "at " + parts[i]);
    }
  }

  @Test
  void whatIsLogNormalStaysWithinTheBounds() {
    double[] all =
        pairs(
            NetworkModel.DEFAULT
                .withLatencyMicros(30_000, 50_000)
                .withLogNormalLatency(40_000, 1.5));
    assertEquals(30_000, all[0]);
    assertEquals(50_000, all[all.length - 1]);
  }

  @Test
  void jitterOnlyAdds() {
    Simulation sim =
        Simulation.create(
                InMemoryConfig.DEFAULT.withNetwork(
                    NetworkModel.DEFAULT.withLatencyMicros(5_000, 5_000).withJitterMicros(1_000)))
            .strict();
    SimHost a = (SimHost) sim.newHost("a", null, null);
    SimHost b = (SimHost) sim.newHost("b", null, null);
    for (int i = 0; i < 1_000; i++) {
      long nanos = sim.wire().latency(a, b, i);
      assertTrue(nanos >= 5_000_000 && nanos <= 6_000_000, "took " + nanos);
    }
  }

  @Test
  void badNumbersAreRefused() {
    NetworkModel model = NetworkModel.DEFAULT;
    for (Runnable bad :
        List.<Runnable>of(
            () -> model.withLatencyMicros(2, 1),
            () -> model.withLogNormalLatency(-1, 1),
            () -> model.withLogNormalLatency(9_999, 1),
            () -> model.withLogNormalLatency(100_001, 1),
            () -> model.withLogNormalLatency(1, Double.NaN),
            () -> model.withSilenceMillis(0),
            () -> model.withQueueBytes(0),
            () -> model.withMaxDatagramBytes(511))) {
      assertThrows(IllegalArgumentException.class, bad::run);
    }
  }
}
