package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that lie, flood, dawdle and talk nonsense, simulated. */
class HostilePeerTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 1);
  private static final byte[] PEER_ID = "-XX0000-abcdefghijkl".getBytes();

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 17);
    pool.await(seed.join(torrent));
    return torrent;
  }

  @Test
  void theOnlySourceThatIsCorruptIsDropped() {
    try (Pool pool = new Pool()) {
      Pool.Peer bad = pool.peer("bad", List.of());
      byte[] torrent = seeded(pool, bad);
      bad.write("rain.bin", new byte[CONTENT.length]);
      Pool.Peer leecher = pool.peer("leecher", List.of(bad.endpoint()));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(0, download.bytesDone());
      assertEquals(1, leecher.meter("peers.banned"));
      assertEquals(List.of(), leecher.overlay().neighbours());
    }
  }

  @Test
  void whoSpoiltAPieceAmongSeveralIsFoundAndNobodyElse() {
    try (Pool pool = new Pool()) {
      Pool.Peer good = pool.peer("good", List.of());
      Pool.Peer fine = pool.peer("fine", List.of());
      Pool.Peer bad = pool.peer("bad", List.of());
      byte[] torrent = seeded(pool, good);
      seeded(pool, fine);
      seeded(pool, bad);
      bad.write("rain.bin", new byte[CONTENT.length]);
      Pool.Peer leecher =
          pool.peer("leecher", List.of(good.endpoint(), bad.endpoint(), fine.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertEquals(1, leecher.meter("peers.banned"));
      assertTrue(leecher.meter("pieces.corrupt") >= 1);
    }
  }

  /** A stranger with a connection that says what it is told to. */
  private static final class Stranger implements LinkHandler {
    private final ByteBuffer saying;
    private Reason closed;
    private long heard;

    Stranger(Pool pool, Pool.Peer victim, ByteBuffer saying) {
      this.saying = saying;
      Host host = pool.simulation.newHost("stranger" + System.identityHashCode(this), null, null);
      Endpoint to = victim.endpoint();
      host.loop().execute(() -> host.transport().connect(to, SocketOptions.DEFAULT, this));
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      onWritable(link);
    }

    @Override
    public void onWritable(Link link) {
      link.write(saying);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      heard += data.remaining();
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      closed = reason;
    }
  }

  private static ByteBuffer after(InfoHash hash, int... bytes) {
    ByteBuffer all = ByteBuffer.allocate(68 + bytes.length).put(Handshake.of(hash, PEER_ID));
    for (int each : bytes) {
      all.put((byte) each);
    }
    return all.flip();
  }

  @Test
  void nonsenseCostsTheConnectionAndNothingElse() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = Metainfo.of(seeded(pool, seed)).info().hash();
      List<Stranger> strangers = new ArrayList<>();
      for (ByteBuffer saying :
          List.of(
              ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: x\r\n\r\n and more of this kind".getBytes()),
              after(new InfoHash(1, 2, 3)),
              after(hash, 0, 0, 0, 5, 4, 0, 0, 1, 0),
              after(hash, 0, 0, 0, 5, 4, 255, 255, 255, 255),
              after(hash, 0, 0, 0, 4, 5, 255, 255, 255),
              after(hash, 127, 255, 255, 255, 5),
              after(hash, 0, 0, 0, 13, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0),
              after(hash, 0, 0, 0, 13, 6, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 64, 0),
              after(hash, 0, 0, 0, 4, 20, 0, 'x', 'x'),
              after(hash, 0, 0, 0, 4, 20, 2, 'd', 'e'),
              after(hash, 0, 0, 0, 2, 20, 3))) {
        strangers.add(new Stranger(pool, seed, saying));
      }
      pool.simulation.runFor(Duration.ofSeconds(30));
      for (int i = 0; i < strangers.size(); i++) {
        assertTrue(strangers.get(i).closed != null, "stranger " + i + " is still there");
      }
      assertEquals(List.of(), seed.overlay().neighbours());
      assertTrue(seed.meter("protocol.errors") >= strangers.size() - 1);
    }
  }

  /** Pieces that there are not, in every message that names one, to a peer that downloads. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 16, Integer.MAX_VALUE})
  void piecesThatThereAreNotCostALeechersPeerItsConnection(int piece) throws Exception {
    byte[] number = ByteBuffer.allocate(4).putInt(piece).array();
    byte[] zero = new byte[4];
    byte[] block = ByteBuffer.allocate(4).putInt(1 << 14).array();
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = Pool.describe(maker.write("rain.bin", CONTENT), 1 << 17);
      List<Consumer<Liar>> lies =
          List.of(
              self -> self.say(MessageId.HAVE, number),
              self -> self.say(MessageId.REQUEST, number, zero, block),
              self -> self.say(MessageId.REJECT, number, zero, block),
              self -> self.say(MessageId.ALLOWED_FAST, number),
              self -> self.say(MessageId.EXTENDED, new byte[] {3}, number));
      List<Liar> liars = new ArrayList<>();
      for (Consumer<Liar> lie : lies) {
        liars.add(
            new Liar(
                pool,
                "liar" + liars.size(),
                Metainfo.of(torrent).info().hash(),
                (self, message) -> {
                  if (!message.hasRemaining()) {
                    self.say(MessageId.HAVE_ALL);
                    self.say(MessageId.ALLOWED_FAST, zero);
                    lie.accept(self);
                  }
                }));
      }
      Pool.Peer leecher = pool.peer("leecher", liars.stream().map(each -> each.endpoint).toList());
      leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      for (int i = 0; i < liars.size(); i++) {
        assertEquals(Reason.RESET, liars.get(i).closed, "liar " + i);
      }
      assertEquals(liars.size(), leecher.meter("protocol.errors"));
    }
  }

  /** Each turn costs us a look at all pieces. */
  @Test
  void whoHasEverythingAndNotEverythingByTurnsIsCutOff() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = Pool.describe(maker.write("rain.bin", CONTENT), 1 << 17);
      int[] turns = {3};
      Liar liar =
          new Liar(
              pool,
              "liar",
              Metainfo.of(torrent).info().hash(),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  for (int i = 0; i < turns[0]; i++) {
                    self.say(MessageId.HAVE_ALL);
                    self.say(MessageId.EXTENDED, new byte[] {3}, new byte[4]);
                  }
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint));
      leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      assertNull(liar.closed, "it may change its mind");
      turns[0] = 10;
      liar.link.abort(Reason.CANCELLED);
      pool.simulation.runFor(Duration.ofSeconds(10));
      assertEquals(2, liar.connections);
      assertEquals(Reason.RESET, liar.closed);
      assertEquals(1, leecher.meter("protocol.errors"));
    }
  }

  @Test
  void whoNeverIntroducesHimselfIsSentAway() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = Metainfo.of(seeded(pool, seed)).info().hash();
      Stranger silent = new Stranger(pool, seed, ByteBuffer.allocate(0));
      Stranger slow = new Stranger(pool, seed, after(hash).limit(60));
      Stranger idle = new Stranger(pool, seed, after(hash));
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertTrue(silent.closed != null && slow.closed != null);
      assertTrue(idle.closed == null && idle.heard > 68);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertTrue(idle.closed != null, "silent for long");
    }
  }

  @Test
  void requestsOfWhoIsChokedAreNotServed() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = Metainfo.of(seeded(pool, seed)).info().hash();
      ByteBuffer flood = ByteBuffer.allocate(68 + 17 * 50_000).put(Handshake.of(hash, PEER_ID));
      while (flood.hasRemaining()) {
        flood.putInt(13).put((byte) 6).putInt(3).putInt(0).putInt(16_384);
      }
      Stranger stranger = new Stranger(pool, seed, flood.flip());
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertTrue(seed.meter("bytes.sent") <= 10L * CONTENT.length, "allowed-fast pieces at most");
      assertTrue(stranger.heard < 40L * CONTENT.length);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join("magnet:?xt=urn:btih:" + hash);
      pool.await(download);
    }
  }

  @Test
  void randomBytesAfterTheHandshakeHarmNobody() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = Metainfo.of(seeded(pool, seed)).info().hash();
      Random random = new Random(3);
      for (int i = 0; i < 150; i++) {
        int[] bytes = new int[random.nextInt(400)];
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = random.nextInt(4) == 0 ? random.nextInt(256) : j % 5 == 3 ? 17 : 0;
        }
        new Stranger(pool, seed, after(hash, bytes));
      }
      pool.simulation.runFor(Duration.ofMinutes(6));
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      pool.await(leecher.join("magnet:?xt=urn:btih:" + hash));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }
}
