package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.testkit.OverlayResults;
import io.peerwright.testkit.OverlayTestKit;
import io.peerwright.testkit.PeerEvent.Kind;
import io.peerwright.testkit.Step;
import io.peerwright.testkit.TestPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swarm at a tracker is the same swarm in several threads. */
class SwarmShardsTest {

  private static final byte[] CONTENT = Pool.content(1_000_000, 5);
  private static final int PEERS = 12;
  private static final Duration SPREAD = Duration.ofSeconds(10);

  @TempDir private Path folder;

  /** The first host of a simulation has this address. */
  private static final String ANNOUNCE = "http://10.0.0.1:6969/announce";

  private byte[] torrent() throws IOException {
    Path file = Files.write(folder.resolve("rain.bin"), CONTENT);
    TorrentMaker.Options options =
        new TorrentMaker.Options(1 << 15, List.of(List.of(ANNOUNCE)), List.of(), "", false);
    return TorrentMaker.make(file, options, read -> {}).toBytes();
  }

  /** The first peer has the content; ends when a peer has all of it. */
  private static Step join(byte[] torrent) {
    return peer -> {
      CompletableFuture<Path> prepared = new CompletableFuture<>();
      peer.host()
          .loop()
          .offload(() -> prepare(peer), 0, (directory, thrown) -> prepared.complete(directory));
      return prepared.thenCompose(
          directory -> {
            Swarm.Request request =
                Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent.clone()), directory);
            Download download = peer.as(Swarm.class).join(request, changed -> {});
            return download.done().thenApply(file -> "all");
          });
    };
  }

  private static Path prepare(TestPeer peer) throws IOException {
    Path directory = Files.createDirectories(peer.host().directory().resolve("swarm"));
    if (peer.number() == 0) {
      Files.write(directory.resolve("rain.bin"), CONTENT);
    }
    return directory;
  }

  private static OverlayResults swarm(byte[] torrent, int shards) {
    return OverlayTestKit.overlay("bittorrent")
        .with(
            "bittorrent-tracker",
            1,
            site -> TrackerConfig.DEFAULT.withListen(site.host().listenAddress().withPort(6969)))
        .configured(site -> BitTorrentConfig.DEFAULT.withLocalAddresses(AddressPolicy.ANY))
        .peers(PEERS)
        .step("download", SPREAD, join(torrent))
        .shards(shards)
        .run();
  }

  @Test
  void shardsChangeNothing() throws IOException {
    byte[] torrent = torrent();
    OverlayResults whole = swarm(torrent, 1);
    whole.assertAllJoined().events().about("download").of(Kind.DONE).assertCount(PEERS);
    OverlayResults parted = swarm(torrent, 2);
    assertEquals(whole.events().stream().toList(), parted.events().stream().toList());
    assertEquals(whole.traceHash(), parted.traceHash());
    assertEquals(whole.meters(), parted.meters());
  }
}
