package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.kit.network.NetworkModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulation in several parts is the same simulation. */
class ShardsTest {

  private record Outcome(long hash, long events, Duration now) {}

  /** Latencies that are all the same make most things happen at the same instants. */
  private static final NetworkModel SAME = NetworkModel.DEFAULT.withLatencyMicros(7_000, 7_000);

  private static final NetworkModel ROUGH =
      NetworkModel.DEFAULT
          .withLatencyMicros(5_000, 60_000)
          .withJitterMicros(3_000)
          .withBandwidth(200_000, 400_000)
          .withDatagramFaults(50_000, 50_000, 50_000)
          .withSegments(1_000, true);

  private static Outcome run(NetworkModel network, long seed, int shards) {
    return run(
        InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network).withShards(shards).withPoison());
  }

  private static Outcome run(InMemoryConfig config) {
    Crowd crowd = new Crowd(config, 30);
    List<Throwable> thrown = new ArrayList<>();
    try (Simulation sim = crowd.simulation) {
      sim.onError((host, what) -> thrown.add(what));
      disturb(crowd);
      sim.runFor(Duration.ofSeconds(1));
      sim.runFor(Duration.ofMillis(1_234));
      sim.runFor(Duration.ofSeconds(10));
      assertEquals(List.of(), thrown);
      return new Outcome(sim.traceHash(), sim.events(), sim.now());
    }
  }

  private static void disturb(Crowd crowd) {
    Simulation sim = crowd.simulation;
    List<Host> hosts = crowd.hosts;
    Handle[] cut = new Handle[1];
    sim.schedule(
        Duration.ofSeconds(2), () -> cut[0] = sim.cut(hosts.subList(0, 5), hosts.subList(5, 30)));
    sim.schedule(Duration.ofSeconds(5), () -> cut[0].close());
    sim.schedule(Duration.ofSeconds(6), () -> sim.crash(hosts.get(7)));
    sim.schedule(Duration.ofSeconds(7), () -> sim.abortLinks(hosts.get(8), hosts.get(9)));
    sim.schedule(Duration.ofSeconds(8), () -> hosts.get(11).close());
    sim.schedule(
        Duration.ofSeconds(9), () -> sim.setModel(hosts.get(12), SAME.withLatencyMicros(900, 900)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void hashIsTheSameForAnyNumberOfShards(long seed) {
    for (NetworkModel network : List.of(SAME, ROUGH)) {
      Outcome whole = run(network, seed, 1);
      assertTrue(whole.events > 20_000, "too little happened: " + whole);
      assertEquals(whole, run(network, seed, 2));
      assertEquals(whole, run(network, seed, 3));
      assertEquals(whole, run(network, seed, 2));
      assertNotEquals(whole.hash, run(network, seed + 10, 2).hash);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void hashIsTheSameHostByHost(long seed) {
    for (NetworkModel network : List.of(SAME, ROUGH)) {
      InMemoryConfig config = InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network);
      Outcome byTime = run(network, seed, 1);
      assertEquals(byTime, run(config.withHostByHost().withPoison()));
      assertEquals(byTime, run(config.withHostByHost().withShards(2)));
    }
  }

  @Test
  void hostsOfOneMachineStayTogether() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withShards(3))) {
      Host first = sim.newHost("first", null, null);
      sim.newHost("between", null, null);
      Host second = sim.newHost("second", first.listenAddress(), null);
      assertEquals(((SimHost) first).kernel(), ((SimHost) second).kernel());
    }
  }

  @Test
  void whatAHandlerOfAShardThrowsEndsTheRun() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withShards(2))) {
      sim.onError(
          (host, thrown) -> {
            throw new IllegalStateException(host.name());
          });
      for (String name : List.of("a", "b")) {
        Host host = sim.newHost(name, null, null);
        host.loop().schedule(1_000_000, () -> fail(name));
      }
      Duration time = Duration.ofSeconds(1);
      assertEquals(
          "a", assertThrows(IllegalStateException.class, () -> sim.runFor(time)).getMessage());
    }
  }

  private static void fail(String why) {
    throw new IllegalArgumentException(why);
  }

  @Test
  void nobodyChangesTheNetworkFromInsideARun() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withShards(2))) {
      Host a = sim.newHost("a", null, null);
      Host b = sim.newHost("b", null, null);
      AtomicInteger refused = new AtomicInteger();
      sim.onError((host, thrown) -> refused.incrementAndGet());
      a.loop().schedule(1_000_000, () -> sim.crash(b));
      sim.runFor(Duration.ofSeconds(1));
      assertEquals(1, refused.get());
    }
  }

  @Test
  void aScheduledActionComesFirstAtItsInstant() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host host = sim.newHost("a", null, null);
      List<String> order = new ArrayList<>();
      host.loop().schedule(1_000_000, () -> order.add("timer " + sim.now().toMillis()));
      sim.schedule(Duration.ofMillis(1), () -> order.add("control " + sim.now().toMillis()));
      sim.schedule(Duration.ofMillis(5), () -> order.add("late " + sim.now().toMillis()));
      sim.runFor(Duration.ofMillis(3));
      assertEquals(List.of("control 1", "timer 1"), order);
      sim.runFor(Duration.ofMillis(3));
      assertEquals("late 5", order.get(2));
    }
  }

  @Test
  void windowsNeedALatency() {
    NetworkModel instant = NetworkModel.DEFAULT.withLatencyMicros(0, 0);
    InMemoryConfig config = InMemoryConfig.DEFAULT.withNetwork(instant);
    for (Executable change :
        List.<Executable>of(() -> config.withShards(2), config::withHostByHost)) {
      String why = assertThrows(IllegalArgumentException.class, change).getMessage();
      assertTrue(why.contains("latencyMinMicros"), why);
    }
  }
}
