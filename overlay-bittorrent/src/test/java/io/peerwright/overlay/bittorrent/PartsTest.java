package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.peers.Connectors;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers with parts of an application's own, simulated. */
class PartsTest {

  private static final byte[] CONTENT = Pool.content(1_000_000, 1);

  /** Tells of one peer when it is started, and notes what it is told. */
  private record Friend(Host host, PeerSource.Sink sink, Endpoint friend, List<String> said)
      implements PeerSource {

    @Override
    public void start() {
      said.add("start, left " + sink.figures().left());
      host.loop().execute(() -> sink.onPeers(List.of(friend)));
    }

    @Override
    public void completed() {
      said.add("completed, left " + sink.figures().left());
    }

    @Override
    public void needPeers() {
      if (!said.contains("need")) {
        said.add("need");
      }
    }

    @Override
    public void stop(Runnable done) {
      said.add("stop");
      host.loop().execute(done);
    }
  }

  @Test
  void peersMayComeFromAnywhere() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 15);
      pool.await(seed.join(torrent));
      List<String> said = new ArrayList<>();
      BitTorrentConfig config = BitTorrentConfig.DEFAULT;
      BitTorrentParts parts =
          BitTorrentParts.of(config)
              .withSources((host, about, sink) -> new Friend(host, sink, seed.endpoint(), said));
      Pool.Peer leecher = pool.peer("leecher", config, parts);
      Download download = leecher.join(torrent);
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      leecher.leave();
      said.remove("need");
      assertEquals(List.of("start, left " + CONTENT.length, "completed, left 0", "stop"), said);
    }
  }

  @Test
  void whoIsConnectedToIsUpToTheSelector() {
    try (Pool pool = new Pool()) {
      Pool.Peer liked = pool.peer("liked", List.of());
      Pool.Peer other = pool.peer("other", List.of());
      byte[] torrent = Pool.describe(liked.write("rain.bin", CONTENT), 1 << 15);
      other.write("rain.bin", CONTENT);
      pool.await(liked.join(torrent));
      pool.await(other.join(torrent));
      BitTorrentConfig config =
          BitTorrentConfig.DEFAULT.withPeers(List.of(other.endpoint(), liked.endpoint()));
      BitTorrentParts choosy =
          BitTorrentParts.of(config)
              .withConnections(
                  (candidates, room, self, random) ->
                      candidates.stream()
                          .filter(each -> each.endpoint().equals(liked.endpoint()))
                          .toList());
      Pool.Peer leecher = pool.peer("leecher", config, choosy);
      pool.await(leecher.join(torrent));
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(CONTENT.length, liked.meter("bytes.sent"));
      assertEquals(0, other.meter("bytes.sent"));
      BitTorrentParts random = BitTorrentParts.of(config).withConnections(Connectors.RANDOM);
      Pool.Peer last = pool.peer("last", config, random);
      pool.await(last.join(torrent));
      assertTrue(other.meter("bytes.sent") > 0);
    }
  }
}
