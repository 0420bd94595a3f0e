package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a client costs that is logged in and waits: its host, its link and the server's half. */
final class IdleClient implements Benchmark {

  private static final int CLIENTS = 20_000;
  private static final int LIMIT_BYTES = 4096;

  @Override
  public String name() {
    return "idle-client";
  }

  @Override
  public String description() {
    return "heap of one simulated Napster client that is logged in and idle, server's half included";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Host index = simulation.newHost("index", null, null);
      var address = index.listenAddress().withPort(8888);
      Overlay server =
          new HybridServerProvider().create(index, HybridServerConfig.DEFAULT.withListen(address));
      server.join();
      HybridConfig config = HybridConfig.DEFAULT.withServers(List.of(address.toString()));
      // The first ones pay for classes and for tables that start at a size.
      List<Overlay> warm = join(simulation, config, "warm", CLIENTS / 10);
      long before = Memory.heap();
      List<Overlay> clients = join(simulation, config, "client", CLIENTS);
      long bytes = Memory.heap() - before;
      int linked = server.neighbours().size();
      progress.say(
          String.format(
              "  %,d clients, %,d logged in, %,d bytes of heap", clients.size(), linked, bytes));
      if (linked != clients.size() + warm.size()) {
        throw new IllegalStateException("only " + linked + " clients are logged in");
      }
      return new Figure(name(), (double) bytes / CLIENTS, "bytes", "limit", LIMIT_BYTES, "<= 1");
    }
  }

  private static List<Overlay> join(
      Simulation simulation, HybridConfig config, String name, int count) {
    List<Overlay> clients = new ArrayList<>();
    int[] joined = new int[1];
    for (int i = 0; i < count; i++) {
      Host host = simulation.newHost(name + i, null, null);
      Overlay client = new HybridProvider().create(host, config);
      host.loop()
          .schedule(
              i * 1_000_000L, () -> client.join().whenComplete((done, failure) -> joined[0]++));
      clients.add(client);
    }
    simulation.runUntil(() -> joined[0] == count, Duration.ofMinutes(10));
    return clients;
  }
}
