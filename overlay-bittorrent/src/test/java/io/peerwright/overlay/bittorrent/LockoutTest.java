package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers that take places, names and time, and do nothing with them; simulated. */
class LockoutTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 1);
  private static final BiConsumer<Liar, ByteBuffer> SILENT = (self, message) -> {};

  private static byte[] seeded(Pool pool, Pool.Peer seed) {
    byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 17);
    pool.await(seed.join(torrent));
    return torrent;
  }

  private static InfoHash hash(byte[] torrent) throws Exception {
    return Metainfo.of(torrent).info().hash();
  }

  /** Connections that introduce themselves and then say every minute that they are there. */
  private static class Squatter implements LinkHandler {
    private final Host host;
    private final InfoHash hash;
    private final List<Link> open = new ArrayList<>();

    Squatter(Pool pool, String name, InfoHash hash) {
      this.host = pool.simulation.newHost(name, null, null);
      this.hash = hash;
    }

    void connect(Endpoint to, int connections) {
      for (int i = 0; i < connections; i++) {
        host.loop().execute(() -> host.transport().connect(to, SocketOptions.DEFAULT, this));
      }
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      String id = String.format("-XX0000-%06d%06d", hashCode() % 1_000_000, open.size());
      open.add(link);
      link.write(Handshake.of(hash, id.getBytes(StandardCharsets.US_ASCII)));
      keepAlive(link);
    }

    private void keepAlive(Link link) {
      host.loop()
          .schedule(
              60_000_000_000L,
              (code, argument) -> {
                if (open.contains(link)) {
                  link.write(ByteBuffer.allocate(4));
                  keepAlive(link);
                }
              },
              0,
              0);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onWritable(Link link) {}

    @Override
    public void onClosed(Link link, Reason reason) {
      open.remove(link);
    }
  }

  @Test
  void oneAddressDoesNotHoldAllPlacesOfASeed() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Squatter squatter = new Squatter(pool, "squatter", hash(torrent));
      squatter.connect(seed.endpoint(), 200);
      pool.simulation.runFor(Duration.ofSeconds(10));
      assertEquals(10, seed.overlay().neighbours().size());
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void whoDoesNothingMakesRoomForOthers() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      for (int i = 0; i < 80; i++) {
        new Squatter(pool, "squatter" + i, hash(torrent)).connect(seed.endpoint(), 1);
      }
      pool.simulation.runFor(Duration.ofMinutes(3));
      assertEquals(80, seed.overlay().neighbours().size(), "nobody else has come");
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertTrue(seed.overlay().neighbours().size() <= 80);
    }
  }

  /** It has not said what it wants on any of its connections. */
  @Test
  void oneAddressDoesNotHoldTheDoorOfAPeer() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = seeded(pool, seed);
      Squatter silent =
          new Squatter(pool, "silent", hash(torrent)) {
            @Override
            public void onOpen(Link link) {}
          };
      silent.connect(seed.endpoint(), 250);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(10));
      assertTrue(download.bytesDone() > 0, download.detail());
    }
  }

  /** Who has seen the id of a peer comes under it from elsewhere; which side dialled is chance. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aCopiedIdDoesNotCostThePeerItsLink(int number) throws Exception {
    try (Pool pool = new Pool()) {
      for (int i = 0; i < number; i++) {
        pool.simulation.newHost("another" + i, null, null);
      }
      Pool.Peer seed = pool.peer("seed" + number, List.of());
      byte[] torrent = seeded(pool, seed);
      pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(50_000, 0));
      Pool.Peer leecher = pool.peer("leecher" + number, List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(5));
      Neighbour known = leecher.overlay().neighbours().get(0);
      Liar copy = new Liar(pool, "copy", hash(torrent), SILENT);
      copy.name = known.name();
      copy.connect(leecher.endpoint());
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertTrue(
          leecher.overlay().neighbours().stream()
              .anyMatch(each -> each.endpoint().equals(seed.endpoint())),
          "the seed is gone");
      pool.await(download);
      assertEquals(2, leecher.meter("peers.connected"), "the seed and its copy, each once");
    }
  }

  /** Three say that they know what the torrent is, and then that they are there, and no more. */
  @Test
  void liarsDoNotHoldUpAMagnetLink() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = hash(seeded(pool, seed));
      List<Endpoint> known = new ArrayList<>();
      List<Liar> liars = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Liar liar =
            new Liar(
                pool,
                "liar" + i,
                hash,
                (self, message) -> {
                  if (!message.hasRemaining()) {
                    BWriter out = new BWriter().dict().key("m").dict();
                    out.key("ut_metadata").integer(7).end().key("metadata_size");
                    self.say(
                        MessageId.EXTENDED, new byte[1], out.integer(60 << 20).end().toBytes());
                  }
                });
        liar.every(2, liar::keepAlive);
        liars.add(liar);
        known.add(liar.endpoint);
      }
      Pool.Peer leecher = pool.peer("leecher", known);
      Download download = leecher.join("magnet:?xt=urn:btih:" + hash);
      pool.simulation.runFor(Duration.ofSeconds(4));
      pool.simulation.runFor(Duration.ofSeconds(30));
      assertTrue(liars.stream().allMatch(each -> each.connections > 0 && each.closed != null));
      download.close();
      known.add(seed.endpoint());
      Pool.Peer other = pool.peer("other", known);
      Download again = other.join("magnet:?xt=urn:btih:" + hash);
      assertTrue(
          pool.simulation.runUntil(
              again.done().toCompletableFuture()::isDone, Duration.ofSeconds(30)),
          () -> "not over: " + again.detail());
    }
  }

  /** Each sends a part of it every eight seconds, of what would take an hour. */
  @Test
  void liarsThatKeepOnGivingDoNotHoldUpAMagnetLink() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      InfoHash hash = hash(seeded(pool, seed));
      byte[] claimed = new byte[8 << 20];
      List<Endpoint> known = new ArrayList<>();
      int[] given = new int[2];
      for (int i = 0; i < given.length; i++) {
        int number = i;
        Liar liar =
            new Liar(
                pool,
                "liar" + i,
                hash,
                (self, message) -> {
                  if (!message.hasRemaining()) {
                    BWriter out = new BWriter().dict().key("m").dict();
                    out.key("ut_metadata").integer(7).end().key("metadata_size");
                    byte[] says = out.integer(claimed.length).end().toBytes();
                    self.say(MessageId.EXTENDED, new byte[1], says);
                  }
                });
        liar.every(
            8,
            () -> {
              if (liar.link != null && liar.closed == null) {
                liar.giveMetadata(claimed, given[number]++);
              }
            });
        known.add(liar.endpoint);
      }
      Pool.Peer leecher = pool.peer("leecher", known);
      Download download = leecher.join("magnet:?xt=urn:btih:" + hash);
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(2, leecher.overlay().neighbours().size());
      Pool.Peer late = pool.peer("late", List.of(leecher.endpoint()));
      seeded(pool, late);
      assertTrue(
          pool.simulation.runUntil(
              download.done().toCompletableFuture()::isDone, Duration.ofSeconds(30)),
          () -> "not over: " + download.detail());
      assertTrue(given[0] > 1 && given[1] > 1, "they were believed");
    }
  }

  @Test
  void itIsSaidWhyPeersAreOfNoUse() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = Pool.describe(maker.write("rain.bin", CONTENT), 1 << 17);
      InfoHash hash = hash(torrent);
      Endpoint nobody = maker.endpoint().withPort(9999);
      Liar mute = new Liar(pool, "mute", hash, SILENT);
      mute.introduces = false;
      Liar rude = new Liar(pool, "rude", hash, (self, message) -> self.link.close());
      rude.introduces = false;
      Liar foreign = new Liar(pool, "foreign", hash, SILENT);
      foreign.introduces = false;
      foreign.greeting = "SSH-2.0-OpenSSH_9.2 and more than forty-eight bytes of it, at least";
      Liar other = new Liar(pool, "other", new InfoHash(1, 2, 3), SILENT);
      Pool.Peer leecher =
          pool.peer(
              "leecher",
              List.of(nobody, mute.endpoint, rude.endpoint, foreign.endpoint, other.endpoint));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      assertEquals(1, leecher.meter("peers.failed.refused"));
      assertEquals(1, leecher.meter("peers.failed.hung.up"));
      assertEquals(1, leecher.meter("peers.failed.foreign"));
      assertEquals(1, leecher.meter("peers.failed.other.torrent"));
      pool.simulation.runFor(Duration.ofSeconds(27));
      assertTrue(leecher.meter("peers.failed.timed.out") >= 1);
      String detail = download.detail();
      assertTrue(detail.contains("(") && detail.matches(".*\\d+ (refused|hung up).*"), detail);
    }
  }
}
