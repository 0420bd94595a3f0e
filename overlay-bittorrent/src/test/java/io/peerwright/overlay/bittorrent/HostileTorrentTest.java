package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that speak the protocol and lie in it, and disks that fail; simulated. */
class HostileTorrentTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 1);
  private static final int PIECE = 1 << 17;
  private static final int PIECES = (CONTENT.length + PIECE - 1) / PIECE;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
    pool.await(seed.join(torrent));
    return torrent;
  }

  private static InfoHash hash(byte[] torrent) throws Exception {
    return Metainfo.of(torrent).info().hash();
  }

  /** Introduces itself as one who has the description of the torrent. */
  private static byte[] claims(long metadataSize) {
    BWriter out = new BWriter().dict().key("m").dict().key("ut_metadata").integer(7).end();
    return out.key("metadata_size").integer(metadataSize).end().toBytes();
  }

  @Test
  void aDescriptionThatIsNotTheTorrentsIsThrownAwayWithWhoSentIt() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = hash(seeded(pool, seed));
      byte[] wrong = Pool.content(40_000, 7);
      Liar liar =
          new Liar(
              pool,
              "liar",
              hash,
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.say(20, new byte[] {0}, claims(wrong.length));
                } else if (message.get(0) == 20 && message.get(1) == 7) {
                  String asked = StandardCharsets.ISO_8859_1.decode(message).toString();
                  int at = asked.indexOf("5:piecei") + 8;
                  self.giveMetadata(
                      wrong, Integer.parseInt(asked.substring(at, asked.indexOf('e', at))));
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint));
      Download download = leecher.join("magnet:?xt=urn:btih:" + hash);
      pool.simulation.runFor(MINUTE);
      assertEquals(1, liar.connections, "banned after the first lie");
      assertEquals(1, leecher.meter("peers.banned"));
      assertEquals(Download.State.CONNECTING, download.state());
      assertEquals(List.of(), download.files());
      download.close();
      Download honest = leecher.join("magnet:?xt=urn:btih:" + hash + "&x.pe=" + seed.endpoint());
      pool.await(honest);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void impossibleSizesOfADescriptionAreNotAskedFor() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = hash(seeded(pool, seed));
      int[] asked = {0};
      for (long size : new long[] {0, -1, Info.MAX_BYTES + 1L, Long.MAX_VALUE}) {
        Liar liar =
            new Liar(
                pool,
                "liar" + size,
                hash,
                (self, message) -> {
                  if (!message.hasRemaining()) {
                    self.say(20, new byte[] {0}, claims(size));
                  } else if (message.get() == 20 && message.get() != 0) {
                    asked[0]++;
                  }
                });
        Pool.Peer leecher = pool.peer("leecher" + size, List.of(liar.endpoint));
        Download download = leecher.join("magnet:?xt=urn:btih:" + hash);
        pool.simulation.runFor(MINUTE);
        assertTrue(download.detail().contains("looking for a peer"), download.detail());
      }
      assertEquals(0, asked[0]);
    }
  }

  /** It has everything, it says, serves everybody, and sends nothing. */
  @Test
  void whoNeverSendsWhatHePromisesHoldsNobodyUp() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Liar liar =
          new Liar(
              pool,
              "liar",
              hash(torrent),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.pretend();
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint, seed.endpoint()));
      Download download = leecher.join(torrent);
      long start = leecher.host().loop().nanoTime();
      pool.await(download);
      assertTrue(liar.messages > 1, "was asked");
      assertTrue((leecher.host().loop().nanoTime() - start) / 1e9 < 90, "held up");
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  /** With the fast extension a choke is to be followed by rejects, and here it is not. */
  @Test
  void whatAPeerThatChokesDoesNotRejectIsAskedForElsewhere() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Liar liar =
          new Liar(
              pool,
              "liar",
              hash(torrent),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.pretend();
                } else if (message.get(0) == 6) {
                  self.say(0);
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      assertTrue(liar.messages > 1, "was asked");
      Pool.Peer late = pool.peer("late", List.of(leecher.endpoint()));
      late.write("rain.bin", CONTENT);
      pool.await(late.join(torrent));
      pool.await(download);
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void aFloodOfRequestsOfOneWhoIsServedCostsBoundedMemory() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      // Unchoked, it asks for the same block a hundred thousand times and does not read.
      Liar liar =
          new Liar(
              pool,
              "liar",
              hash(torrent),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.say(15);
                  self.say(2);
                } else if (message.get(0) == 1) {
                  ByteBuffer flood = ByteBuffer.allocate(17 * 100_000);
                  while (flood.hasRemaining()) {
                    flood.putInt(13).put((byte) 6).putInt(1).putInt(0).putInt(1 << 14);
                  }
                  self.output.send(self.link, flood.flip());
                }
              });
      seed.overlay().leave();
      pool.simulation.runFor(MINUTE);
      Pool.Peer again = pool.peer("again", List.of(liar.endpoint));
      again.write("rain.bin", CONTENT);
      pool.await(again.join(torrent));
      pool.simulation.runFor(Duration.ofSeconds(5));
      again
          .overlay()
          .neighbours()
          .forEach(
              peer -> assertTrue(Integer.parseInt(peer.figures().get("requests.waiting")) <= 1000));
      pool.simulation.runFor(MINUTE);
      assertTrue(liar.closed != null || again.meter("bytes.sent") < 100_000L * (1 << 14));
      Pool.Peer leecher = pool.peer("leecher", List.of(again.endpoint()));
      pool.await(leecher.join(torrent));
    }
  }

  @Test
  void aBitfieldOfTheWrongLengthCostsTheConnection() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      for (int bytes : new int[] {PIECES / 8 - 1, PIECES / 8 + 1, 10_000}) {
        Liar liar =
            new Liar(
                pool,
                "liar" + bytes,
                hash(torrent),
                (self, message) -> {
                  if (!message.hasRemaining()) {
                    self.say(5, new byte[bytes]);
                  }
                });
        Pool.Peer leecher = pool.peer("leecher" + bytes, List.of(liar.endpoint));
        leecher.join(torrent);
        pool.simulation.runFor(Duration.ofSeconds(2));
        assertTrue(liar.closed != null, bytes + " bytes were taken");
        assertTrue(leecher.meter("protocol.errors") >= 1);
      }
    }
  }

  /** A disk from which nothing can be read any more, until somebody has mended it. */
  @Test
  void whatCannotBeReadIsNotOfferedUntilItCan() {
    try (Pool pool = new Pool()) {
      FrailStorage.Disk disk = new FrailStorage.Disk();
      Pool.Peer seed = disk.peer(pool, "seed", BitTorrentConfig.DEFAULT);
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
      Download seeding = seed.join(torrent);
      pool.await(seeding);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() > 500_000, Pool.LONG));
      disk.reads = false;
      pool.simulation.runFor(Duration.ofSeconds(30));
      assertEquals(Download.State.COMPLETE, seeding.state());
      assertTrue(
          seeding.detail().matches("complete; seeding; cannot read [0-9]+ pieces?, the disk .*"),
          seeding.detail());
      String offered = leecher.overlay().neighbours().get(0).figures().get("pieces");
      assertTrue(Integer.parseInt(offered) < PIECES, offered + " are offered");
      disk.reads = true;
      pool.await(download);
      assertTrue(seeding.detail().startsWith("complete; seeding; tracker"), seeding.detail());
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }
}
