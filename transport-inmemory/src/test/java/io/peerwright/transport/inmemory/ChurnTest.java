package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.faults.Churn;
import io.peerwright.transport.inmemory.faults.Fault;
import io.peerwright.transport.inmemory.faults.SessionLengths;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChurnTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Seconds, in ascending order. */
  private static double[] draws(SessionLengths lengths) {
    Mix random = new Mix(5);
    double[] drawn = new double[20_000];
    Arrays.setAll(drawn, i -> lengths.draw(random).toMillis() / 1e3);
    Arrays.sort(drawn);
    return drawn;
  }

  private static void assertQuantiles(double[] expected, SessionLengths lengths) {
    double[] drawn = draws(lengths);
    double[] parts = {0.1, 0.5, 0.9};
    for (int i = 0; i < parts.length; i++) {
      double found = drawn[(int) (drawn.length * parts[i])];
      assertEquals(1, found / expected[i], 0.06, lengths + " at " + parts[i] + ": " + found);
    }
  }

  @Test
  void lengthsHaveTheirDistribution() {
    // Quantiles by their closed forms: -ln(1-p) m; s (-ln(1-p))^(1/k); m (1-p)^(-1/k).
    assertQuantiles(
        new double[] {63.2, 415.9, 1381.6},
        new SessionLengths.Exponential(Duration.ofSeconds(600)));
    assertQuantiles(
        new double[] {6.66, 288.3, 3181.1},
        new SessionLengths.Weibull(0.5, Duration.ofSeconds(600)));
    assertQuantiles(
        new double[] {64.4, 95.2, 278.5}, new SessionLengths.Pareto(1.5, Duration.ofSeconds(60)));
  }

  @Test
  void lengthsAreBounded() {
    double[] drawn = draws(new SessionLengths.Pareto(0.01, Duration.ofMillis(1)));
    assertEquals(0.001, drawn[0]);
    assertEquals(Duration.ofDays(3_650).toSeconds(), drawn[drawn.length - 1]);
    assertThrows(
        IllegalArgumentException.class, () -> new SessionLengths.Exponential(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new SessionLengths.Pareto(0, HOUR));
    assertThrows(
        IllegalArgumentException.class, () -> new SessionLengths.Weibull(Double.NaN, HOUR));
  }

  @Test
  void isWrittenAsItIsRead() {
    for (String text :
        List.of(
            "exponential:600s,exponential:60s",
            "weibull:0.5:1500ms,pareto:1.5:60s",
            "pareto:2.0:3600s,exponential:1ms,fresh")) {
      assertEquals(text, Churn.parse(text).toString());
    }
    assertEquals(Churn.parse("exponential:600s,exponential:60s"), Churn.parse("exponential:10m"));
    assertEquals(
        HOUR, ((SessionLengths.Exponential) SessionLengths.parse("exponential:1h")).mean());
  }

  @Test
  void whatCannotBeReadIsRefused() {
    for (String bad :
        List.of(
            "",
            "exponential",
            "exponential:",
            "exponential:0s",
            "exponential:10",
            "exponential:-1s",
            "exponential:999999999999h",
            "weibull:10s",
            "weibull:NaN:10s",
            "weibull:1e9:10s",
            "weibull:101:10s",
            "gamma:1:10s",
            "exponential:1s,",
            "exponential:1s,exponential:1s,kept",
            "exponential:1s,exponential:1s,fresh,")) {
      assertThrows(IllegalArgumentException.class, () -> Churn.parse(bad), bad);
    }
  }

  @Test
  void oneMoreHostShiftsNobodysSessions() {
    Churn churn =
        new Churn(
            new SessionLengths.Exponential(Duration.ofMinutes(10)),
            new SessionLengths.Exponential(Duration.ofMinutes(1)),
            true);
    List<Fault> both = churn.draw(3, List.of("a", "b"), Duration.ZERO, HOUR).faults();
    List<Fault> alone = churn.draw(3, List.of("b"), Duration.ZERO, HOUR).faults();
    assertEquals(alone, both.stream().filter(each -> each.hosts().contains("b")).toList());
    assertTrue(alone.size() > 1, alone::toString);
    long end = 0;
    for (Fault fault : alone) {
      assertTrue(fault.atMillis() > end, alone::toString);
      end = fault.atMillis() + fault.forMillis();
      assertTrue(end <= HOUR.toMillis());
    }
  }

  @Test
  void aTraceIsReplayed() {
    List<String> trace =
        List.of(
            "# host from until", "", "b 900 1800 # late", "a 0 360.5", "b\t0\t100", "c 50 9999");
    assertEquals(
        "crash:b@100000+800000:kept,crash:a@360500+839500:kept",
        Churn.replay(trace.subList(0, 5), Duration.ofSeconds(1_200), true).toString());
    assertEquals(
        "crash:c@0+50000:fresh",
        Churn.replay(trace.subList(5, 6), Duration.ofSeconds(1_200), false).toString());
  }

  @Test
  void aBadTraceIsRefusedWithItsLine() {
    for (String bad : List.of("a 1", "a 2 1", "a x 3", "a 5 7", "a 5 30", "a 12 13", "a 0 11")) {
      Exception thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> Churn.replay(List.of("a 6 10", "a 10 20", bad), HOUR, true),
              bad);
      assertTrue(thrown.getMessage().startsWith("line 3 of the trace"), thrown.getMessage());
    }
  }
}
