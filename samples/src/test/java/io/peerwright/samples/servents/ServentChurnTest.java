package io.peerwright.samples.servents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small network whose peers come and go many times faster than usual. */
class ServentChurnTest {

  private static final ChurnPlan PLAN =
      ChurnPlan.of(8)
          .withBuildUp(Duration.ofSeconds(60))
          .withSession(Duration.ofMinutes(6))
          .withShards(2);

  private record Run(
      long trace, ChurnLinks links, ChurnFigures figures, Map<String, Long> meters) {}

  private static Run run(ChurnPlan plan) {
    try (ServentChurn network = new ServentChurn(plan, 3)) {
      network.buildUp(second -> {});
      network.churn(Duration.ofMinutes(5), second -> {});
      return new Run(
          network.simulation().traceHash(),
          network.links(Integer.MAX_VALUE),
          network.figures(),
          network.meters());
    }
  }

  @Test
  void leavesKeepTheirUltrapeersAndSearchesFindWhatThereIs() {
    Run run = run(PLAN);
    assertTrue(run.links().fullLeaves() > 0.8, run.links().toString());
    assertTrue(run.links().aloneLeaves() < 0.05, run.links().toString());
    assertTrue(run.figures().departures() > 50);
    assertEquals(160 + run.figures().departures(), run.figures().joins());
    assertTrue(run.figures().searches() > 10);
    assertTrue(run.figures().recall().mean() > 0.8, run.figures().lines().toString());
  }

  @Test
  void repeatsWhateverTheNumberOfThreads() {
    assertEquals(run(PLAN).trace(), run(PLAN.withShards(1)).trace());
  }
}
