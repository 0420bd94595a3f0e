package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.events.SwarmEvent;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer tells of itself, simulated. */
class SwarmEventsTest {

  private static final int PIECE = 1 << 16;
  private static final int PIECES = 8;
  private static final byte[] CONTENT = Pool.content(PIECES * PIECE, 1);

  private final List<OverlayEvent> told = new ArrayList<>();

  private static EventSource source(Pool.Peer peer) {
    return peer.overlay().as(EventSource.class).orElseThrow();
  }

  private <E extends SwarmEvent> List<E> of(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void tellsWhoIsConnectedWhatComesAndWhenAllIsHere() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
      pool.await(seed.join(torrent));
      Endpoint nobody = Endpoint.parse("10.9.9.9:6881");
      Pool.Peer leecher = pool.peer("leecher", List.of(nobody, seed.endpoint()));
      source(leecher).listen(OverlayEvent.Level.DEBUG, told::add);
      pool.await(leecher.join(torrent));
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(
          List.of(seed.endpoint()),
          of(SwarmEvent.PeerConnected.class).stream().map(SwarmEvent.PeerConnected::peer).toList());
      assertEquals(nobody, of(SwarmEvent.PeerFailed.class).get(0).peer());
      assertEquals(
          PIECES,
          of(SwarmEvent.PieceVerified.class).stream()
              .map(SwarmEvent.PieceVerified::piece)
              .distinct()
              .count());
      assertEquals(
          List.of(new SwarmEvent.FilesComplete(Metainfo.of(torrent).info().hash())),
          of(SwarmEvent.FilesComplete.class));
      assertEquals(List.of(), of(SwarmEvent.PieceCorrupt.class));
    }
  }

  @Test
  void tellsWhomItUploadsToAndWhoGoes() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
      pool.await(seed.join(torrent));
      source(seed).listen(OverlayEvent.Level.DEBUG, told::add);
      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Download download = leecher.join(torrent);
      pool.await(download);
      pool.simulation.runFor(Duration.ofSeconds(15));
      Endpoint to = of(SwarmEvent.UploadStarted.class).get(0).peer();
      assertEquals(1, of(SwarmEvent.UploadStarted.class).size(), told::toString);
      assertEquals(
          List.of(new SwarmEvent.UploadEnded(download(torrent), to, CONTENT.length)),
          of(SwarmEvent.UploadEnded.class));
      download.close();
      pool.simulation.runFor(Duration.ofSeconds(5));
      assertEquals(
          List.of(to),
          of(SwarmEvent.PeerDisconnected.class).stream()
              .map(SwarmEvent.PeerDisconnected::peer)
              .toList());
      assertEquals(List.of(), of(SwarmEvent.TorrentLeft.class));
      seed.overlay().leave();
      pool.simulation.runFor(Duration.ofSeconds(1));
      assertEquals(
          List.of(new SwarmEvent.TorrentLeft(download(torrent))), of(SwarmEvent.TorrentLeft.class));
      assertEquals(new OverlayEvent.Left(), told.get(told.size() - 1));
    }
  }

  /** For a piece that there is not. */
  @Test
  void tellsWhyAPeerIsSentAway() {
    try (Pool pool = new Pool()) {
      byte[] torrent =
          Pool.describe(pool.peer("seed", List.of()).write("rain.bin", CONTENT), PIECE);
      Liar liar =
          new Liar(
              pool,
              "liar",
              download(torrent),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.say(MessageId.HAVE, new byte[] {0x7f, 0, 0, 0});
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint));
      source(leecher).listen(OverlayEvent.Level.DEBUG, told::add);
      leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(3));
      SwarmEvent.PeerDisconnected gone = of(SwarmEvent.PeerDisconnected.class).get(0);
      assertEquals(Reason.PROTOCOL, gone.reason());
      assertEquals("says that it has piece 2130706432, which there is not", gone.why());
      assertTrue(gone.text().endsWith("PROTOCOL, it " + gone.why()), gone::text);
    }
  }

  private static InfoHash download(byte[] torrent) {
    try {
      return Metainfo.of(torrent).info().hash();
    } catch (BencodeException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tellsOnlyWhatMattersEnoughAndNothingAfterwards() {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
      Handle listening = source(seed).listen(OverlayEvent.Level.INFO, told::add);
      Download first = seed.join(torrent);
      pool.await(first);
      pool.simulation.runFor(Duration.ofSeconds(1));
      assertEquals(1, of(SwarmEvent.FilesComplete.class).size());
      assertTrue(
          told.stream().noneMatch(event -> event.level() == OverlayEvent.Level.DEBUG),
          told::toString);
      listening.close();
      told.clear();
      first.recheck();
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(List.of(), told);
    }
  }
}
