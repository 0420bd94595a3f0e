package io.peerwright.overlay.bittorrent;

import static io.peerwright.overlay.bittorrent.Live.await;
import static io.peerwright.overlay.bittorrent.Live.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.spi.Network;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers among themselves over real sockets of this machine and real files. */
class LiveSwarmTest {

  private static final byte[] CONTENT = Pool.content(20_000_000, 9);

  @TempDir Path folder;
  private Network network;

  @BeforeEach
  void setUp() {
    VertxProvider provider = new VertxProvider();
    network = provider.open(provider.defaults());
  }

  @AfterEach
  void tearDown() {
    network.close();
  }

  private record Peer(Host host, Overlay overlay) {

    Download join(byte[] torrent) {
      return on(
          host,
          () ->
              overlay
                  .as(Swarm.class)
                  .orElseThrow()
                  .join(
                      Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), host.directory()),
                      changed -> {}));
    }
  }

  private Peer peer(String name, List<Endpoint> known) throws Exception {
    Path directory = Files.createDirectories(folder.resolve(name));
    Host host = network.newHost(name, Endpoint.parse("127.0.0.1:0"), directory);
    BitTorrentConfig config = BitTorrentConfig.DEFAULT.withPeers(known);
    Overlay overlay = on(host, () -> new BitTorrentProvider().create(host, config));
    await(on(host, overlay::join));
    return new Peer(host, overlay);
  }

  @Test
  void fourShareWhatOneHas() throws Exception {
    Peer seed = peer("seed", List.of());
    Files.write(folder.resolve("seed/rain.bin"), CONTENT);
    byte[] torrent = Pool.describe(folder.resolve("seed/rain.bin"), 1 << 17);
    await(seed.join(torrent).done());
    List<Endpoint> known = List.of(on(seed.host, seed.overlay::endpoints).get(0));
    List<Peer> leechers = new ArrayList<>();
    List<Download> downloads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Peer leecher = peer("leecher" + i, known);
      leechers.add(leecher);
      downloads.add(leecher.join(torrent));
    }
    for (int i = 0; i < 4; i++) {
      await(downloads.get(i).done());
      Path got = folder.resolve("leecher" + i + "/rain.bin");
      assertEquals(-1, Files.mismatch(folder.resolve("seed/rain.bin"), got));
    }
    for (Peer leecher : leechers) {
      await(on(leecher.host, leecher.overlay::leave));
      assertTrue(on(leecher.host, leecher.overlay::endpoints).isEmpty());
    }
  }
}
