package io.peerwright.samples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.inmemory.faults.Churn;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedSearchTest {

  private static final FaultMix MANY =
      FaultMix.parse("crash=5,cut=30,slow=5,skew=5,reset=10,half=10,full=5");

  private static TrialSettings trial(long seed) {
    return new TrialSettings(new Settings("hybrid", 20, 3, 8_192, seed), MANY, null);
  }

  @Test
  void equalSettingsAreTheSameRun() throws Exception {
    Verdict first = Trial.run(trial(7));
    assertEquals(first, Trial.run(trial(7)));
    assertEquals(first, Trial.run(trial(1).withSeed(7).withPlan(trial(7).plan())));
    assertNotEquals(first.trace(), Trial.run(trial(8)).trace());
  }

  @Test
  void whatHealsLeavesNothingBroken() throws Exception {
    SeedSearch.Outcome outcome = SeedSearch.run(trial(0), 1, 10, 2, line -> {});
    assertEquals(10, outcome.tried());
    assertNull(outcome.failing(), () -> String.valueOf(outcome.verdict()));
    assertEquals(Duration.ofMinutes(100), outcome.virtualTime());
  }

  /** Half the peers lose what their disks were not told to keep. */
  @Test
  void noCrashLeavesAFileThatIsNotWhatItSays() throws Exception {
    FaultMix crashes = FaultMix.parse("crash=40,cut=10,slow=5,skew=5,reset=10,half=5,full=20");
    Settings size = new Settings("hybrid", 20, 3, 8_192, 0);
    SeedSearch.Outcome outcome =
        SeedSearch.run(new TrialSettings(size, crashes, null), 1, 10, 2, line -> {});
    assertNull(outcome.failing(), () -> outcome.failing().command() + outcome.verdict());
  }

  @Test
  void aSwarmHealsAsWell() throws Exception {
    FaultMix faults = FaultMix.parse("crash=40,cut=10,slow=5,skew=5,reset=10,half=5,full=20");
    Settings size = new Settings("bittorrent", 12, 3, 49_152, 0);
    TrialSettings swarm = new TrialSettings(size, faults, null);
    SeedSearch.Outcome outcome = SeedSearch.run(swarm, 1, 4, 2, line -> {});
    assertNull(outcome.failing(), () -> outcome.failing().command() + outcome.verdict());
    assertEquals(Trial.run(swarm.withSeed(3)), Trial.run(swarm.withSeed(3)));
  }

  /** Wall clocks that leap by up to hours break nothing, and cost nobody a file. */
  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "bittorrent"})
  void clocksThatLeapBreakNothing(String overlay) throws Exception {
    Settings size = new Settings(overlay, 12, 3, 49_152, 5);
    Verdict verdict = Trial.run(new TrialSettings(size, FaultMix.parse("skew=200"), null));
    assertEquals(List.of(), verdict.broken());
  }

  @Test
  void serventsHealAsWell() throws Exception {
    TrialSettings servents =
        new TrialSettings(new Settings("gnutella", 20, 3, 8_192, 0), FaultMix.DEFAULT, null);
    SeedSearch.Outcome outcome = SeedSearch.run(servents, 1, 4, 2, line -> {});
    assertNull(outcome.failing(), () -> outcome.failing().command() + outcome.verdict());
    FaultPlan down = FaultPlan.parse("crash:peer4@300000+900000:kept");
    List<String> broken = Trial.run(servents.withSeed(1).withPlan(down)).broken();
    assertTrue(broken.contains("peer4 is down"), broken::toString);
  }

  @Test
  void anyNumberOfPeersWill() throws Exception {
    for (int peers = 2; peers < 16; peers++) {
      Settings few = new Settings("hybrid", peers, 1, 100, peers);
      Verdict verdict = Trial.run(new TrialSettings(few, MANY, null));
      assertEquals(List.of(), verdict.broken(), peers + " peers");
    }
    Settings large = new Settings("hybrid", 5, 1, 65_536, 1);
    assertFalse(Trial.run(new TrialSettings(large, MANY, null)).failed());
  }

  @Test
  void severalServersShareThePeers() throws Exception {
    for (int servers = 2; servers <= 5; servers++) {
      Settings several = new Settings("hybrid", 4 * servers + 1, 2, 8_192, servers, servers);
      TrialSettings settings = new TrialSettings(several, MANY, null);
      assertTrue(settings.plan().toString().contains("index"), "spared the servers");
      assertTrue(settings.withSeed(9).command().contains("--servers " + servers));
      assertEquals(List.of(), Trial.run(settings).broken(), servers + " servers");
    }
    Settings three = new Settings("hybrid", 20, 3, 8_192, 1, 3);
    FaultPlan down = FaultPlan.parse("cut:index2@300000+900000:both");
    List<String> broken = Trial.run(new TrialSettings(three, MANY, down)).broken();
    assertTrue(broken.contains("peer5 is linked to nobody"), broken::toString);
    assertFalse(broken.contains("peer4 is linked to nobody"), broken::toString);
  }

  @Test
  void aFailureIsShrunkToWhatDoesNotHeal() throws Exception {
    FaultPlan tooLong =
        FaultPlan.parse("crash:peer4@200000+700000:fresh,cut:index@300000+900000:out");
    TrialSettings base = trial(1).withPlan(trial(1).plan().and(tooLong));
    SeedSearch.Outcome outcome = SeedSearch.run(base, 11, 99, 2, line -> {});
    assertTrue(outcome.tried() <= 2);
    TrialSettings failing = outcome.failing();
    assertEquals(11, failing.size().seed());
    assertTrue(outcome.verdict().failed());
    SeedSearch.Shrunk shrunk = SeedSearch.shrink(failing);
    assertTrue(shrunk.minimal());
    assertTrue(shrunk.verdict().failed());
    assertEquals(1, shrunk.settings().plan().faults().size());
    assertTrue(tooLong.faults().containsAll(shrunk.settings().plan().faults()));
    assertTrue(shrunk.settings().command().endsWith("--plan " + shrunk.settings().plan()));
  }

  @Test
  void whatIsBrokenIsNamed() throws Exception {
    FaultPlan down = FaultPlan.parse("crash:peer4@300000+900000:kept");
    List<String> broken = Trial.run(trial(1).withPlan(down)).broken();
    assertTrue(broken.contains("peer4 is down"), broken::toString);
    FaultPlan apart = FaultPlan.parse("cut:peer4@300000+900000:both");
    broken = Trial.run(trial(1).withPlan(apart)).broken();
    assertTrue(broken.contains("peer4 is linked to nobody"), broken::toString);
    assertTrue(broken.contains("peer4 does not find what peer5 shares"), broken::toString);
    assertFalse(Trial.run(trial(1).withPlan(FaultPlan.NONE)).failed());
  }

  @Test
  void impossibleTrialsAreRefused() {
    FaultPlan stranger = FaultPlan.parse("reset:peer20@1");
    assertThrows(IllegalArgumentException.class, () -> trial(1).withPlan(stranger));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrialSettings(new Settings("hybrid", 10_001, 3, 8_192, 1), MANY, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrialSettings(new Settings("hybrid", 5, 3, 8_192, 1, 3), MANY, null));
    Settings restless = trial(1).size().withChurn(Churn.parse("exponential:60s"));
    assertThrows(IllegalArgumentException.class, () -> new TrialSettings(restless, MANY, null));
  }
}
