package io.peerwright.samples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.faults.Churn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scale run: everybody does its part, and nothing depends on how it is run. */
class ScenarioTest {

  private static final Settings SMALL = new Settings("hybrid", 60, 3, 4_096, 7, 3);

  private final List<String> lines = new ArrayList<>();

  private Report run(Settings settings, int shards) throws IOException {
    return Scenario.run(settings, InMemoryConfig.DEFAULT.withShards(shards), null, lines::add);
  }

  @Test
  void everybodyDoesItsPart() throws IOException {
    Report report = run(SMALL, 1);
    assertEquals(60, report.joined());
    assertEquals(60, report.searched());
    assertTrue(report.found() > 0, "nothing was found");
    assertEquals(report.found(), report.downloads());
    assertEquals(0, report.failed());
    assertEquals(4_096L * report.downloads(), report.bytes());
    assertTrue(lines.get(lines.size() - 1).contains("60 searched"), lines::toString);
  }

  /** With few files for each title, some titles are at one server only. */
  @Test
  void whatIsAtAnotherServerIsNotMissed() throws IOException {
    Report report = run(SMALL, 2);
    assertEquals(0, report.missed());
    assertTrue(report.hopeless() > 0, report::toString);
    assertEquals(60, report.found() + report.hopeless());
  }

  @Test
  void everybodyDoesItsPartThoughPeersComeAndGo() throws IOException {
    Settings restless = SMALL.withChurn(Churn.parse("exponential:60s,exponential:10s"));
    assertTrue(restless.command().endsWith("--servers 3 --churn exponential:60s,exponential:10s"));
    Report report = run(restless, 1);
    assertEquals(60, report.joined());
    assertEquals(60, report.searched());
    assertEquals(report.found(), report.downloads() + report.failed());
    assertTrue(report.downloads() > report.found() / 2, report::toString);
    assertTrue(2 * report.events() > 3 * run(SMALL, 1).events(), "nobody came and went");
    Report parts = run(restless, 3);
    assertEquals(report.trace(), parts.trace());
    assertEquals(report.downloads(), parts.downloads());
  }

  @Test
  void isTheSameWithAnyNumberOfShards() throws IOException {
    Report whole = run(SMALL, 1);
    for (int shards = 2; shards <= 3; shards++) {
      Report parts = run(SMALL, shards);
      assertEquals(whole.trace(), parts.trace());
      assertEquals(whole.events(), parts.events());
      assertEquals(whole.virtualTime(), parts.virtualTime());
    }
  }

  @Test
  void theCommandRepeatsTheNumberOfServers() {
    assertTrue(SMALL.command().endsWith("--servers 3"), SMALL.command());
  }
}
