package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a leaf of Gnutella costs that has its three ultrapeers and waits: its host, its links and
 * the ultrapeers' halves of them.
 */
final class IdleLeaf implements Benchmark {

  private static final int LEAVES = 20_000;
  private static final int LINKS = 3;
  private static final int SHIELDED = 400;
  private static final int PORT = 6346;
  private static final int LIMIT_BYTES = 4096;

  private final List<HostPort> ultrapeers = new ArrayList<>();

  @Override
  public String name() {
    return "idle-leaf";
  }

  @Override
  public String description() {
    return "heap of one simulated leaf of Gnutella with three ultrapeers, their halves included";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xmx2g", "-XX:+UseParallelGC");
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      int places = LINKS * (LEAVES + LEAVES / 10) / SHIELDED + 1;
      GnutellaConfig config =
          GnutellaConfig.DEFAULT.withLinks(2, 2 * SHIELDED, LINKS).withRole(Tier.ULTRAPEER);
      for (int i = 0; i < places; i++) {
        Host host = simulation.newHost("ultrapeer" + i, null, null);
        var at = host.listenAddress().withPort(PORT);
        new GnutellaProvider().create(host, config.withListen(at)).join();
        ultrapeers.add(HostPort.parse(at.toString()));
      }
      simulation.runFor(Duration.ofSeconds(1));
      // The first ones pay for classes and for tables that start at a size.
      List<Overlay> warm = join(simulation, config, "warm", LEAVES / 10);
      long before = Memory.heap();
      List<Overlay> leaves = join(simulation, config, "leaf", LEAVES);
      long bytes = Memory.heap() - before;
      int links = leaves.stream().mapToInt(each -> each.neighbours().size()).sum();
      progress.say(
          String.format(
              "  %,d leaves after %,d, %,d links to %,d ultrapeers, %,d bytes of heap",
              leaves.size(), warm.size(), links, places, bytes));
      return new Figure(name(), (double) bytes / LEAVES, "bytes", "limit", LIMIT_BYTES, "<= 1");
    }
  }

  private List<Overlay> join(Simulation simulation, GnutellaConfig config, String name, int count) {
    List<Overlay> leaves = new ArrayList<>();
    GnutellaConfig leaf = config.withRole(Tier.LEAF);
    for (int i = 0; i < count; i++) {
      Host host = simulation.newHost(name + i, null, null);
      List<HostPort> known = new ArrayList<>();
      for (int k = 0; k < LINKS; k++) {
        known.add(ultrapeers.get((i * LINKS + k) % ultrapeers.size()));
      }
      Overlay servent = new GnutellaProvider().create(host, leaf.withBootstrap(known));
      host.loop().schedule(i * 1_000_000L, servent::join);
      leaves.add(servent);
    }
    simulation.runFor(Duration.ofSeconds(30).plusMillis(count));
    return leaves;
  }
}
