package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.faults.Fault;
import io.peerwright.transport.inmemory.faults.FaultMix;
import io.peerwright.transport.inmemory.faults.FaultPlan;
import io.peerwright.transport.inmemory.faults.Faults;
import io.peerwright.transport.inmemory.faults.Shrinker;
import io.peerwright.transport.inmemory.faults.Shrinker.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final List<String> NAMES = IntStream.range(0, 20).mapToObj(i -> "h" + i).toList();
  private static final FaultMix MANY = FaultMix.parse("crash=20,cut=120,slow=10,reset=10,full=0");
  private static final Duration UNTIL = Duration.ofMinutes(5);

  /** What a replica has on its disk. */
  private static final class Stored {
    int items;
    int last;
  }

  /**
   * Notes the numbered items that a beacon sends, and recovers those that it has missed. The
   * planted bug: what was missed since the start is recovered to the disk, but what is missed later
   * only to memory. So items are lost when a host crashes after it was cut off, and only then.
   */
  private static final class Replica {

    private final Stored disk;
    private int inMemory;
    private boolean started;

    Replica(Stored disk) {
      this.disk = disk;
    }

    void onItem(int number) {
      int missed = number - disk.last - 1;
      if (started) {
        inMemory += missed;
      } else {
        disk.items += missed;
      }
      started = true;
      disk.items++;
      disk.last = number;
    }

    boolean hasLost() {
      return disk.items + inMemory < disk.last;
    }
  }

  /** A beacon and its replicas. */
  private static final class World {

    private static final long BEAT_NANOS = 5_000_000_000L;

    private final Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    private final Host beacon = sim.newHost("beacon", null, null);
    private final Datagrams out;
    private final Map<String, Replica> replicas = new TreeMap<>();
    private int sent;

    World() {
      out = beacon.transport().bind(at(beacon), SocketOptions.DEFAULT, (s, from, data) -> {});
      for (String name : NAMES) {
        start(sim.newHost(name, null, null), new Stored());
      }
      beacon.loop().schedule(BEAT_NANOS, this::beat);
    }

    private static Endpoint at(Host host) {
      return host.listenAddress().withPort(7);
    }

    private void start(Host host, Stored disk) {
      Replica replica = new Replica(disk);
      replicas.put(host.name(), replica);
      host.transport()
          .bind(
              at(host),
              SocketOptions.DEFAULT,
              (socket, from, data) -> replica.onItem(data.getInt()));
    }

    private void beat() {
      sent++;
      for (String name : NAMES) {
        out.send(at(sim.hosts().named(name)), ByteBuffer.allocate(4).putInt(0, sent));
      }
      beacon.loop().schedule(BEAT_NANOS, this::beat);
    }

    private void restarted(Host host) {
      start(host, replicas.get(host.name()).disk);
    }
  }

  private static boolean losesItems(FaultPlan plan) {
    World world = new World();
    plan.apply(world.sim, world::restarted);
    world.sim.runFor(UNTIL.plusMinutes(1));
    return world.replicas.values().stream().anyMatch(Replica::hasLost);
  }

  private static FaultPlan drawn(long seed) {
    return MANY.draw(seed, NAMES, Duration.ofSeconds(10), UNTIL);
  }

  @Test
  void thePlantedBugIsFoundAndShrunkToItsTwoFaults() {
    assertFalse(losesItems(FaultPlan.NONE));
    long seed = 1;
    while (!losesItems(drawn(seed))) {
      seed++;
    }
    FaultPlan failing = drawn(seed);
    assertTrue(failing.faults().size() > 20, failing::toString);
    Outcome outcome = Shrinker.shrink(failing, ShrinkerTest::losesItems, 500);
    assertTrue(outcome.minimal());
    assertEquals(2, outcome.plan().faults().size(), outcome.plan()::toString);
    Fault.Cut cut = assertInstanceOf(Fault.Cut.class, outcome.plan().faults().get(0));
    Fault.Crash crash = assertInstanceOf(Fault.Crash.class, outcome.plan().faults().get(1));
    assertTrue(cut.hosts().contains(crash.host()), outcome.plan()::toString);
    assertNotEquals(Faults.Way.OUT, cut.way());
    assertTrue(losesItems(FaultPlan.parse(outcome.plan().toString())), "as the command would");
  }

  private static final FaultPlan TEN =
      new FaultPlan(
          IntStream.range(0, 10).<Fault>mapToObj(i -> new Fault.Reset("h" + i, i)).toList());

  private static Predicate<FaultPlan> needs(String... resets) {
    return plan -> {
      String text = plan.toString();
      return List.of(resets).stream().allMatch(each -> text.contains("reset:" + each + "@"));
    };
  }

  @Test
  void eachFaultThatIsLeftIsNeeded() {
    for (String[] needed : new String[][] {{"h9"}, {"h0", "h9"}, {"h1", "h2", "h5", "h6", "h8"}}) {
      Outcome outcome = Shrinker.shrink(TEN, needs(needed), 1_000);
      assertEquals(needed.length, outcome.plan().faults().size());
      assertTrue(needs(needed).test(outcome.plan()));
      assertTrue(outcome.minimal());
    }
  }

  @Test
  void whatFailsWithoutAnyFaultNeedsNone() {
    assertEquals(new Outcome(FaultPlan.NONE, 1, true), Shrinker.shrink(TEN, plan -> true, 10));
  }

  @Test
  void itStopsWhenTheRunsAreUsedUp() {
    Outcome outcome = Shrinker.shrink(TEN, needs("h0", "h9"), 6);
    assertEquals(6, outcome.runs());
    assertFalse(outcome.minimal());
    assertTrue(needs("h0", "h9").test(outcome.plan()));
  }
}
