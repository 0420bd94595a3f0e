package io.peerwright.transport.inmemory.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterGraphTest {

  /** Access lines of 1 ms each. */
  private static final TransitStub ACCESS =
      new TransitStub(0, 1, 0, 1, 0, 1, 1, 1, 1, 1_000, 1_000, true);

  private static final InMemoryConfig ROUTED =
      InMemoryConfig.DEFAULT.withRouters(TransitStub.INTERNET.withCounting());

  private final Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Host a = sim.newHost("a", null, null);
  private final Host b = sim.newHost("b", null, null);

  /** A square with one long side, and a tail. */
  private static RouterGraph square() {
    Lines lines = new Lines();
    lines.add(0, 1, 2_000);
    lines.add(1, 2, 3_000);
    lines.add(2, 3, 4_000);
    lines.add(3, 0, 20_000);
    lines.add(3, 4, 500);
    return new RouterGraph(5, 0, lines, ACCESS, RouterSite.class::cast);
  }

  @Test
  void packetsTakeTheShortestPath() {
    RouterGraph graph = square();
    graph.attach(a, 0);
    graph.attach(b, 4);
    assertEquals(List.of(0, 1, 2, 3, 4), graph.path(a, b));
    assertEquals(List.of(4, 3, 2, 1, 0), graph.path(b, a));
    assertEquals((1_000 + 9_500 + 1_000) * 1_000, graph.delayNanos(a, b));
    assertEquals(graph.delayNanos(a, b), graph.delayNanos(b, a));
    graph.attach(b, 0);
    assertEquals(List.of(0), graph.path(a, b));
    assertEquals(2_000_000, graph.delayNanos(a, b));
  }

  @Test
  void packetsAreCountedOnEachLine() {
    RouterGraph graph = square();
    graph.attach(a, 1);
    graph.attach(b, 3);
    graph.cross((RouterSite) a, (RouterSite) b);
    graph.cross((RouterSite) a, (RouterSite) b);
    graph.cross((RouterSite) b, (RouterSite) a);
    assertEquals(2, graph.packets(1, 2));
    assertEquals(1, graph.packets(2, 1));
    assertEquals(0, graph.packets(3, 4));
    assertThrows(IllegalArgumentException.class, () -> graph.packets(0, 2));
    // Two lines and two access lines, twice in one direction and once in the other.
    assertEquals(new RouterGraph.Stress(12, 8, 2), graph.stress());
    assertEquals(1.5, graph.stress().mean());
    graph.resetStress();
    assertEquals(new RouterGraph.Stress(0, 0, 0), graph.stress());
    assertEquals(0, graph.stress().mean());
  }

  @Test
  void aHostStaysOnItsRouter() {
    RouterGraph graph = Simulation.create(ROUTED).strict().routers();
    assertEquals(600, graph.size());
    assertTrue(graph.routerOf(a) >= 24, "not on a transit router");
    assertEquals(graph.routerOf(a), Simulation.create(ROUTED).strict().routers().routerOf(a));
    assertNotEquals(graph.routerOf(a), graph.routerOf(b));
    assertThrows(IllegalArgumentException.class, () -> graph.attach(a, 600));
    assertThrows(IllegalStateException.class, sim::routers);
  }

  @Test
  void theNetworkIsConnectedAndSymmetric() {
    Simulation routed = Simulation.create(ROUTED).strict();
    Host[] hosts = new Host[60];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = routed.newHost("h" + i, null, null);
    }
    for (Host from : hosts) {
      for (Host to : hosts) {
        long delay = routed.routers().delayNanos(from, to);
        assertEquals(delay, routed.routers().delayNanos(to, from));
        assertTrue(delay >= 1_000_000 && delay < 500_000_000, "takes " + delay);
      }
    }
  }

  @Test
  void badPlansAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> TransitStub.INTERNET.withTransitDomains(-1));
    assertThrows(IllegalArgumentException.class, () -> TransitStub.INTERNET.withTransitDomains(21));
  }
}
