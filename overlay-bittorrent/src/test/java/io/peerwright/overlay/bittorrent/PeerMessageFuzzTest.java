package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.record.SinkLink;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Messages that are damaged in one way or another, handed to a peer as if a link had brought them.
 */
class PeerMessageFuzzTest {

  private static final int MESSAGES = 100_000;
  private static final int EACH = 25;
  private static final int PIECE = 1 << 15;
  private static final byte[] CONTENT = Pool.content(40 * PIECE - 100, 1);
  private static final byte[] PEER_ID = "-XX0000-abcdefghijkl".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> EXTENSIONS =
      List.of(
          "d1:md11:ut_metadatai7e6:ut_pexi8ee13:metadata_sizei1234e4:reqqi250e1:pi6881ee",
          "d8:msg_typei0e5:piecei0ee",
          "d8:msg_typei1e5:piecei0e10:total_sizei100ee0123456789",
          "d5:added12:abcdefghijkl7:added.f2:xxe");

  private static final Endpoint OWN = Endpoint.ofIpv4(0x0a000001, 6881);

  private final Random random = new Random(5);

  /** The transport of a host, which shows who accepts connections. */
  private static final class Watched extends ForwardingTransport {
    private @Nullable LinkAcceptor acceptor;

    Watched(Transport inner) {
      super(inner);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor taker) {
      acceptor = taker;
      return super.listen(local, options, taker);
    }
  }

  /** A peer under test, and who accepts for it. */
  private record Victim(Pool.Peer peer, LinkAcceptor acceptor) {}

  private static Victim victim(Pool pool, String name, BitTorrentConfig config) {
    Host host = pool.simulation.newHost(name, null, null);
    Watched watched = new Watched(host.transport());
    Overlay overlay = new BitTorrentProvider().create(new DecoratedHost(host, watched), config);
    var joined = overlay.join().toCompletableFuture();
    assertTrue(pool.simulation.runUntil(joined::isDone, Pool.LONG));
    return new Victim(new Pool.Peer(pool, host, overlay), watched.acceptor);
  }

  private int number() {
    int[] usual = {0, 1, -1, 39, 40, 41, PIECE, 1 << 14, Integer.MAX_VALUE, Integer.MIN_VALUE};
    return random.nextInt(3) == 0 ? random.nextInt(40) : usual[random.nextInt(usual.length)];
  }

  private byte[] body(int id) {
    ByteBuffer body = ByteBuffer.allocate(1 << 15);
    switch (id) {
      case MessageId.HAVE, MessageId.SUGGEST, MessageId.ALLOWED_FAST -> body.putInt(number());
      case MessageId.REQUEST, MessageId.CANCEL, MessageId.REJECT ->
          body.putInt(number()).putInt(number()).putInt(number());
      case MessageId.BITFIELD -> body.putInt(random.nextInt()).put((byte) random.nextInt());
      case MessageId.PIECE -> {
        body.putInt(number()).putInt(random.nextBoolean() ? 0 : number());
        body.put(new byte[random.nextInt(4) == 0 ? random.nextInt(1 << 14) : 1 << 14]);
      }
      case MessageId.EXTENDED -> {
        body.put((byte) random.nextInt(5));
        String text = EXTENSIONS.get(random.nextInt(EXTENSIONS.size()));
        body.put(
            random.nextInt(5) == 0
                ? ByteBuffer.allocate(4).putInt(number()).array()
                : text.getBytes(StandardCharsets.US_ASCII));
      }
      default -> body.put(new byte[random.nextInt(8) == 0 ? random.nextInt(20) : 0]);
    }
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    return bytes;
  }

  private ByteBuffer message() {
    int id = random.nextInt(22);
    byte[] body = body(id);
    if (body.length > 0 && random.nextInt(3) == 0) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        body[random.nextInt(Math.min(body.length, 80))] = (byte) random.nextInt();
      }
    }
    int length = 1 + body.length + (random.nextInt(12) == 0 ? random.nextInt(9) - 4 : 0);
    return ByteBuffer.allocate(5 + body.length).putInt(length).put((byte) id).put(body).flip();
  }

  private void feed(LinkHandler handler, SinkLink link, ByteBuffer bytes) {
    while (bytes.hasRemaining() && !link.isOver()) {
      int part = random.nextInt(3) == 0 ? 1 + random.nextInt(bytes.remaining()) : bytes.remaining();
      ByteBuffer lent = ByteBuffer.allocate(part).put(bytes.slice(bytes.position(), part)).flip();
      bytes.position(bytes.position() + part);
      handler.onData(link, lent);
    }
  }

  /** Messages of one connection; says how many were read. */
  private int converse(Victim victim, InfoHash hash) {
    Endpoint from = Endpoint.ofIpv4(0x14000000 + random.nextInt(1 << 24), 5000);
    SinkLink link = new SinkLink(OWN, from);
    LinkHandler handler = victim.acceptor.onAccept(link);
    if (handler == null) {
      return 0;
    }
    handler.onOpen(link);
    feed(handler, link, Handshake.of(hash, PEER_ID));
    ByteBuffer first = ByteBuffer.allocate(15);
    first.putInt(1).put((byte) (random.nextInt(3) == 0 ? MessageId.HAVE_NONE : MessageId.HAVE_ALL));
    first.putInt(1).put((byte) MessageId.UNCHOKE).putInt(1).put((byte) MessageId.INTERESTED);
    feed(handler, link, first.flip());
    int count = 0;
    while (count < EACH && !link.isOver()) {
      feed(handler, link, message());
      count++;
    }
    handler.onClosed(link, Reason.RESET);
    return count;
  }

  private void fuzz(Pool pool, Victim victim, InfoHash hash) {
    for (int sent = 0; sent < MESSAGES; ) {
      int[] count = {0};
      victim.peer.host().loop().execute(() -> count[0] = converse(victim, hash));
      pool.simulation.runFor(Duration.ofMillis(20));
      sent += count[0];
    }
  }

  @Test
  void aSeedOutlivesThem() throws Exception {
    try (Pool pool = new Pool()) {
      Victim seed = victim(pool, "seed", BitTorrentConfig.DEFAULT);
      byte[] torrent = Pool.describe(seed.peer.write("rain.bin", CONTENT), PIECE);
      pool.await(seed.peer.join(torrent));
      fuzz(pool, seed, Metainfo.of(torrent).info().hash());
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.peer.endpoint()));
      pool.await(leecher.join(torrent));
      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
    }
  }

  @Test
  void aLeecherOutlivesThem() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      Path file = seed.write("rain.bin", CONTENT);
      byte[] torrent = Pool.describe(file, PIECE);
      Victim leecher = victim(pool, "leecher", BitTorrentConfig.DEFAULT);
      Download download = leecher.peer.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(1));
      fuzz(pool, leecher, Metainfo.of(torrent).info().hash());
      assertTrue(download.bytesDone() < CONTENT.length);
      pool.await(seed.join(torrent));
      Download same = download;
      leecher.peer.leave();
      assertTrue(same.done().toCompletableFuture().isDone());
      Pool.Peer again = pool.peer("again", List.of(seed.endpoint()));
      pool.await(again.join(torrent));
      assertArrayEquals(CONTENT, again.read("rain.bin"));
    }
  }

  @Test
  void whoKnowsNothingButAMagnetLinkOutlivesThem() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = Pool.describe(maker.write("rain.bin", CONTENT), PIECE);
      InfoHash hash = Metainfo.of(torrent).info().hash();
      Victim leecher = victim(pool, "leecher", BitTorrentConfig.DEFAULT);
      Download download = leecher.peer.join("magnet:?xt=urn:btih:" + hash);
      fuzz(pool, leecher, hash);
      assertTrue(download.files().isEmpty());
    }
  }
}
