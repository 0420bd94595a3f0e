package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import io.peerwright.transport.inmemory.topology.TransitStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults, and routers that count, are the same in several parts of a simulation. */
class FaultShardsTest {

  private record Outcome(long hash, RouterGraph.Stress stress) {}

  private static final FaultMix MANY =
      FaultMix.parse(
          "crash=100,cut=1000,slow=100,skew=100,reset=100,half=100,full=20,least=500,most=3000");

  private static Outcome run(long seed, int shards) {
    return run(seed, InMemoryConfig.DEFAULT.withShards(shards));
  }

  private static Outcome run(long seed, InMemoryConfig base) {
    InMemoryConfig config =
        base.withSeed(seed).withDiskBytes(1 << 16).withRouters(TransitStub.INTERNET.withCounting());
    Crowd crowd = new Crowd(config, 15);
    try (Simulation sim = crowd.simulation) {
      List<String> names = crowd.hosts.stream().map(Host::name).toList();
      FaultPlan plan = MANY.draw(seed, names, Duration.ofSeconds(1), Duration.ofSeconds(15));
      assertTrue(plan.faults().size() > 10, plan::toString);
      plan.apply(sim, host -> host.loop().schedule(1_000_000, () -> {}));
      sim.runFor(Duration.ofSeconds(20));
      return new Outcome(sim.traceHash(), sim.routers().stress());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nothingDependsOnTheNumberOfShards(long seed) {
    Outcome whole = run(seed, 1);
    assertTrue(whole.stress.packets() > 20_000, "too little happened: " + whole);
    assertEquals(whole, run(seed, 2));
    assertEquals(whole, run(seed, InMemoryConfig.DEFAULT.withHostByHost()));
    assertNotEquals(whole.hash, run(seed + 10, 2).hash);
  }
}
