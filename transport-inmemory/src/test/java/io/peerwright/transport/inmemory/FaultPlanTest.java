package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.faults.Fault;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import io.peerwright.transport.inmemory.faults.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  private static final List<String> HOSTS =
      IntStream.range(0, 200).mapToObj(i -> "peer" + i).toList();
  private static final Duration FROM = Duration.ofMinutes(1);
  private static final Duration UNTIL = Duration.ofMinutes(7);

  @Test
  void aPlanIsOneWordThatCanBeReadAgain() {
    String text =
        "slow:peer4@1000+5000:250,full:peer3@1000+20000,crash:peer3@12500+30000:fresh,"
            + "cut:peer1/peer2@60000+20000:out,crash:a.b-c_d@60000:kept,"
            + "skew:peer5@70000+1:-3600000,reset:peer7@90000,half:peer9@90000";
    FaultPlan plan = FaultPlan.parse(text);
    assertEquals(8, plan.faults().size());
    assertEquals(text, plan.toString());
    assertEquals(plan, FaultPlan.parse(" " + plan + "\n"));
    assertEquals(90_000, plan.endMillis());
    assertEquals(FaultPlan.NONE, FaultPlan.parse(""));
    assertEquals(plan, FaultPlan.NONE.and(plan));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    for (String bad :
        List.of(
            "crash",
            "crash:a@1+1",
            "crash:a@1+1:maybe",
            "cut:a@1+1:sideways",
            "slow:a@1+1",
            "slow:a@1+1:-5",
            "skew:a@1+1:fresh",
            "reset:a@1+1",
            "full:a/b@1+1",
            "melt:a@1",
            "crash:a b@1+1:kept",
            "crash:a@99999999999999999+1:kept",
            "reset:a@999999999999999",
            "reset:a@1,,reset:b@1")) {
      Exception thrown =
          assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(bad), bad);
      assertTrue(thrown.getMessage().length() > 20, thrown.getMessage());
    }
  }

  @Test
  void faultsCheckThemselves() {
    assertThrows(IllegalArgumentException.class, () -> new Fault.Reset("a", -1));
    assertThrows(IllegalArgumentException.class, () -> new Fault.Reset("a,b", 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Fault.Cut(List.of(), 1, 1, Faults.Way.BOTH));
  }

  @Test
  void plansAreDrawnFromTheSeed() {
    Set<String> kinds = new TreeSet<>();
    int most = 0;
    for (int seed = 1; seed <= 100; seed++) {
      FaultPlan plan = FaultMix.DEFAULT.draw(seed, HOSTS, FROM, UNTIL);
      assertEquals(plan, FaultMix.DEFAULT.draw(seed, HOSTS, FROM, UNTIL));
      assertEquals(plan, FaultPlan.parse(plan.toString()));
      assertNotEquals(plan, FaultMix.DEFAULT.draw(seed + 100, HOSTS, FROM, UNTIL));
      assertTrue(plan.endMillis() <= UNTIL.toMillis());
      for (Fault fault : plan.faults()) {
        assertTrue(fault.atMillis() >= FROM.toMillis(), plan::toString);
        kinds.add(fault.getClass().getSimpleName());
      }
      most = Math.max(most, plan.faults().size());
    }
    assertEquals(7, kinds.size());
    assertTrue(most > 20 && most < 200, "the largest has " + most);
    assertEquals(FaultPlan.NONE, FaultMix.NONE.draw(1, HOSTS, FROM, UNTIL));
    assertEquals(FaultPlan.NONE, FaultMix.DEFAULT.draw(1, List.of(), FROM, UNTIL));
  }

  @Test
  void aMixIsWrittenAsWhatDiffers() {
    assertEquals(FaultMix.DEFAULT, FaultMix.parse("default"));
    assertEquals(FaultMix.NONE, FaultMix.parse("none"));
    FaultMix mix = FaultMix.parse("crash=2.5,cut=0,most=30000");
    assertEquals(new FaultMix(2.5, 0, 0.3, 0.2, 0.5, 0.5, 0.2, 2_000, 30_000), mix);
    assertEquals(mix, FaultMix.parse(mix.toString()));
    FaultMix seldom = FaultMix.parse("full=0.000000002");
    assertTrue(seldom.toString().contains(",full=0.000000002,"), seldom::toString);
    assertEquals(seldom, FaultMix.parse(seldom.toString()));
    for (String bad : List.of("", "crash", "crash=", "crash=-1", "crash=1e3", "melt=1", "most=1")) {
      assertThrows(IllegalArgumentException.class, () -> FaultMix.parse(bad), bad);
    }
  }

  @Test
  void faultsHappenInASimulation() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withDiskBytes(1 << 16)).strict();
    Host a = sim.newHost("a", null, null);
    sim.newHost("b", null, null);
    List<String> restarted = new ArrayList<>();
    FaultPlan plan =
        FaultPlan.parse(
            "crash:a@1000+2000:fresh,crash:a@2000+5000:kept,reset:a@2500,half:b@2500,"
                + "cut:a/b@2500+500:in,slow:b@2500+500:9,skew:b@4000+1000:60000,full:b@4000+100");
    plan.apply(sim, host -> restarted.add(host.name() + sim.now().toMillis()));
    sim.runFor(Duration.ofMillis(1_500));
    assertFalse(sim.hosts().named("a").isOpen());
    sim.runFor(Duration.ofMillis(3_000));
    assertEquals(List.of("a3000"), restarted, "whoever is down cannot crash");
    SimHost b = sim.hosts().named("b");
    assertEquals(60_000, b.epochMillis() - InMemoryConfig.DEFAULT.epochMillis());
    assertEquals(0, b.lateNanos());
    sim.runFor(Duration.ofMillis(1_000));
    assertEquals(InMemoryConfig.DEFAULT.epochMillis(), b.epochMillis());
    assertTrue(sim.wire().connects(b, sim.hosts().named("a")));
    Exception thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaultPlan.parse("reset:c@1").apply(sim, host -> {}));
    assertEquals("no host \"c\" for the fault reset:c@1", thrown.getMessage());
    assertNotEquals(a, sim.hosts().named("a"));
  }
}
