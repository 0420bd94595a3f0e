package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a BitTorrent peer costs that has joined and waits: its host, its loop and its port. */
final class IdleSwarmPeer implements Benchmark {

  private static final int PEERS = 20_000;
  private static final int LIMIT_BYTES = 4096;

  @Override
  public String name() {
    return "idle-swarm-peer";
  }

  @Override
  public String description() {
    return "heap of one simulated BitTorrent peer that listens and has no torrent, its host included";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      // The first ones pay for classes and for tables that start at a size.
      List<Overlay> warm = join(simulation, "warm", PEERS / 10);
      long before = Memory.heap();
      List<Overlay> peers = join(simulation, "peer", PEERS);
      long bytes = Memory.heap() - before;
      progress.say(
          String.format(
              "  %,d peers after %,d, %,d bytes of heap", peers.size(), warm.size(), bytes));
      return new Figure(name(), (double) bytes / PEERS, "bytes", "limit", LIMIT_BYTES, "<= 1");
    }
  }

  private static List<Overlay> join(Simulation simulation, String name, int count) {
    List<Overlay> peers = new ArrayList<>();
    int[] joined = new int[1];
    for (int i = 0; i < count; i++) {
      Host host = simulation.newHost(name + i, null, Path.of(""));
      Overlay peer = new BitTorrentProvider().create(host, BitTorrentConfig.DEFAULT);
      host.loop().execute(() -> peer.join().thenRun(() -> joined[0]++));
      peers.add(peer);
    }
    if (!simulation.runUntil(() -> joined[0] == count, Duration.ofMinutes(10))) {
      throw new IllegalStateException("only " + joined[0] + " of " + count + " have joined");
    }
    return peers;
  }
}
