package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.check.CheckPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables of a simulation are in order after each event. Nothing else is asserted here: what
 * fails one of these tests was found by the invariants.
 */
class InvariantsTest {

  private static final Duration TIME = Duration.ofSeconds(8);

  @Test
  void holdInACrowd() {
    runs(InMemoryConfig.DEFAULT);
  }

  @Test
  void holdHostByHost() {
    runs(InMemoryConfig.DEFAULT.withHostByHost());
  }

  @Test
  void holdInSeveralShards() {
    runs(InMemoryConfig.DEFAULT.withShards(3));
  }

  private static void runs(InMemoryConfig config) {
    Crowd crowd = new Crowd(config, 8);
    try (Simulation sim = crowd.simulation.checked()) {
      sim.runFor(TIME);
      assertTrue(sim.events() > 5_000, "only " + sim.events() + " events");
    }
  }

  /** Mappings expire and are swept, streams hold theirs and let them go. */
  @Test
  void holdBehindBoxes() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict().checked()) {
      NatLab lab = new NatLab(sim, Duration.ofSeconds(1));
      List<Host> inside = new ArrayList<>();
      for (String kind : List.of("eim+eif", "apdm+apdf", "adm+adf/eim+apdf")) {
        inside.add(lab.behind(kind, kind));
      }
      for (int round = 0; round < 12; round++) {
        Endpoint server = lab.server1.listenAddress().withPort(7001);
        for (Host host : inside) {
          lab.udp(host).send(server, "who");
          assertTrue(lab.connects(host, server));
        }
        sim.runFor(Duration.ofMinutes(3));
      }
    }
  }

  /** Large tables are looked at less often: what one look costs is spread over many events. */
  @Test
  void looksAreRareWhereTablesAreLarge() {
    CheckPace pace = new CheckPace();
    int looks = 0;
    for (long event = 0; event < 10_000; event++) {
      if (pace.isDue(event)) {
        looks++;
      }
    }
    assertEquals(0, looks, "nothing is looked at before it begins");
    pace.begin(100);
    long entries = 0;
    for (long event = 0; event < 10_000; event++) {
      if (pace.isDue(event)) {
        looks++;
        entries += 25_000;
        pace.looked(25_000, event);
      }
    }
    assertEquals(40, looks);
    assertEquals(1_000_000, entries);
  }
}
