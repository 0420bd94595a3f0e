package io.peerwright.bench;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.tracker.Announcement;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.MemoryPeerStore;
import io.peerwright.overlay.bittorrent.tracker.PeerStore;
import io.peerwright.overlay.bittorrent.tracker.StoreLimits;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.Random;

/** What a tracker's store keeps for one peer when there are a million, each at its own address. */
final class TrackerMemory implements Benchmark {

  private static final int PEERS = 1_000_000;
  private static final int SWARMS = 100_000;
  private static final int LIMIT_BYTES = 100;

  @Override
  public String name() {
    return "tracker-memory";
  }

  @Override
  public String description() {
    return "heap of one tracked peer among 1,000,000 in 100,000 swarms of unequal sizes";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    double worst = 0;
    for (boolean ipv6 : new boolean[] {false, true}) {
      worst = Math.max(worst, bytesPerPeer(ipv6, progress));
    }
    return new Figure(name(), worst, "bytes", "limit", LIMIT_BYTES, "<= 1");
  }

  private static double bytesPerPeer(boolean ipv6, Progress progress) throws Exception {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      TrackerConfig usual = TrackerConfig.DEFAULT;
      StoreLimits limits =
          new StoreLimits(
              usual.maxPeers(),
              usual.maxSwarms(),
              usual.maxPeersPerSwarm(),
              usual.maxPeersPerAddress(),
              (int) usual.interval().toSeconds());
      var loop = simulation.newHost("tracker", null, null).loop();
      long before = Memory.heap();
      PeerStore store = new MemoryPeerStore(loop, limits, usual.maxPeersPerAnswer());
      fill(store, ipv6);
      long bytes = Memory.heap() - before;
      progress.say(
          String.format(
              "  IPv%d: %,d peers in %,d swarms, %,d bytes of heap, %.1f a peer",
              ipv6 ? 6 : 4, store.peers(), store.swarms(), bytes, (double) bytes / store.peers()));
      if (store.peers() != PEERS) {
        throw new IllegalStateException("only " + store.peers() + " peers are tracked");
      }
      return (double) bytes / PEERS;
    }
  }

  /** A swarm is the smaller the higher its number: most have a few peers, some have thousands. */
  private static void fill(PeerStore store, boolean ipv6) {
    Random random = new Random(1);
    for (int i = 0; i < PEERS; i++) {
      double share = random.nextDouble();
      int swarm = i < SWARMS ? i : (int) (SWARMS * share * share * share);
      Endpoint peer =
          ipv6
              ? new Endpoint(0x2001_0db8_0000_0000L + i, random.nextLong(), 6881, 0)
              : Endpoint.ofIpv4(0x0100_0000 + 97 * i, 1024 + i % 60_000);
      store.announce(
          new Announcement(
              new Id20(swarm * 0x9e3779b97f4a7c15L, swarm, 0),
              new Id20(random.nextLong(), i, 0),
              peer,
              Announcement.Event.STARTED,
              i % 3 == 0 ? Announcement.Share.SEED : Announcement.Share.DOWNLOADER,
              0),
          0,
          (source, from, addressBytes, idFrom) -> {});
    }
  }
}
