package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What an idle client costs in memory; the figure is printed. */
@Isolated("measures the heap")
class ClientFootprintTest {

  private static final int COUNT = 4_000;
  private static final int PER_SECOND = 200;

  @Test
  void anIdleClientIsSmall() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      HybridConfig shared = napster.user("");
      HybridProvider provider = new HybridProvider();
      List<Overlay> clients = new ArrayList<>(2 * COUNT);
      join(napster, provider, shared, "warm", clients);
      long before = used();
      join(napster, provider, shared, "idle", clients);
      long perClient = (used() - before) / COUNT;
      System.out.println(
          "bytes per idle client, with its host, both link ends and its session: " + perClient);
      assertEquals(2 * COUNT, clients.stream().filter(c -> c.neighbours().size() == 1).count());
      assertTrue(perClient <= 3_000, "bytes per idle client: " + perClient);
    }
  }

  private static void join(
      NapsterNetwork napster,
      HybridProvider provider,
      HybridConfig config,
      String name,
      List<Overlay> into) {
    for (int i = 0; i < COUNT; i++) {
      Host host = napster.simulation.newHost(name + i, null, null);
      Overlay client = provider.create(host, config);
      client.join();
      into.add(client);
      if (i % PER_SECOND == 0) {
        napster.settle();
      }
    }
    napster.simulation.runFor(Duration.ofSeconds(20));
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
