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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a leaf of Gnutella costs that has its three ultrapeers and waits: all objects of its own
 * with its links; and all that the heap holds more for it, which is its host in the simulation, the
 * connections and the ultrapeers' halves of them, too.
 */
final class IdleLeaf implements Benchmark {

  private static final int LEAVES = 20_000;
  private static final int LINKS = 3;
  private static final int SHIELDED = 400;
  private static final int PORT = 6346;
  private static final int LIMIT_BYTES = 4096;
  private static final int LOOKED_AT = 1_000;
  private static final String SIMULATION = "io.peerwright.transport.inmemory.";

  private final List<HostPort> ultrapeers = new ArrayList<>();
  private final GnutellaProvider provider = new GnutellaProvider();
  private final Map<List<HostPort>, GnutellaConfig> configs = new HashMap<>();

  @Override
  public String name() {
    return "idle-leaf";
  }

  @Override
  public String description() {
    return "all objects of one simulated leaf of Gnutella with three ultrapeers";
  }

  @Override
  public List<String> jvmOptions() {
    List<String> all = new ArrayList<>(List.of("-Xmx2g", "-XX:+UseParallelGC"));
    all.addAll(Footprint.OPTIONS);
    return all;
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
              "  %,d leaves after %,d, %,d links to %,d ultrapeers, %,d bytes of heap for each",
              leaves.size(), warm.size(), links, places, bytes / LEAVES));
      return new Figure(name(), own(warm, leaves), "bytes", "limit", LIMIT_BYTES, "<= 1");
    }
  }

  /** Of a leaf alone: what others reach as well, such as a config, is shared by all. */
  private static double own(List<Overlay> others, List<Overlay> leaves) throws Exception {
    Footprint footprint = new Footprint(each -> each.getClass().getName().startsWith(SIMULATION));
    for (Overlay other : others) {
      footprint.add(other);
    }
    long bytes = 0;
    for (Overlay leaf : leaves.subList(0, LOOKED_AT)) {
      bytes += footprint.add(leaf);
    }
    return (double) bytes / LOOKED_AT;
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
      GnutellaConfig one = configs.computeIfAbsent(known, leaf::withBootstrap);
      Overlay servent = provider.create(host, one);
      host.loop().schedule(i * 1_000_000L, servent::join);
      leaves.add(servent);
    }
    simulation.runFor(Duration.ofSeconds(30).plusMillis(count));
    return leaves;
  }
}
