package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.net.AddressPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that their owner works on while they are shared, simulated. */
class EditedFilesTest {

  private static final int PIECE = 1 << 16;
  private static final byte[] A = Pool.content(4 * PIECE, 1);
  private static final byte[] B = Pool.content(4 * PIECE, 2);

  private int edits;

  /** A program writes another content in the place of a file; the clock goes on in between. */
  private void edit(Pool.Peer peer, String name, byte[] content) throws IOException {
    Path file = peer.write(name, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++edits));
  }

  private static Pool.Peer sharer(Pool pool, boolean seedOnly) {
    BitTorrentConfig usual = BitTorrentConfig.DEFAULT.withLocalAddresses(AddressPolicy.ANY);
    return pool.peer("sharer", seedOnly ? usual.withSeedOnly() : usual);
  }

  private static byte[] album(Pool.Peer peer) {
    peer.write("album/a", A);
    peer.write("album/b", B);
    return Pool.describe(peer.folder().resolve("album"), PIECE);
  }

  private static void awaitDetail(Pool pool, Download download, String part) {
    assertTrue(
        pool.simulation.runUntil(() -> download.detail().contains(part), Duration.ofMinutes(3)),
        download::detail);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasChangedIsNotSentUntilItIsAsItWas(boolean seedOnly) throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer sharer = sharer(pool, seedOnly);
      byte[] torrent = album(sharer);
      Download shared = sharer.join(torrent);
      pool.await(shared);
      byte[] edited = A.clone();
      edited[PIECE + 7] ^= 1;
      edit(sharer, "album/a", edited);
      Pool.Peer leecher = pool.peer("leecher", List.of(sharer.endpoint()));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(10));
      assertTrue(shared.detail().contains("cannot read 4 pieces"), shared::detail);
      assertTrue(shared.detail().contains("a was changed while it was shared"), shared::detail);
      pool.simulation.runFor(Duration.ofSeconds(61));
      assertTrue(shared.detail().contains("cannot read 1 piece,"), shared::detail);
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() == 7 * PIECE, Pool.LONG));
      assertArrayEquals(B, leecher.read("album/b"));
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(7 * PIECE, download.bytesDone());
      assertArrayEquals(edited, sharer.read("album/a"), "it is the user's");
      edit(sharer, "album/a", A);
      pool.await(download);
      assertArrayEquals(A, leecher.read("album/a"));
      assertEquals(0, leecher.meter("pieces.corrupt"));
      assertEquals(0, leecher.meter("peers.banned"));
      assertTrue(!shared.detail().contains("cannot read"), shared::detail);
    }
  }

  /** Once more, when it has been looked through already. */
  @Test
  void aFileThatIsChangedTwiceIsDoubtedTwice() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer sharer = sharer(pool, true);
      byte[] torrent = album(sharer);
      Download shared = sharer.join(torrent);
      pool.await(shared);
      edit(sharer, "album/a", A);
      Pool.Peer first = pool.peer("first", List.of(sharer.endpoint()));
      pool.await(first.join(torrent));
      edit(sharer, "album/a", new byte[4 * PIECE]);
      first.leave();
      Pool.Peer second = pool.peer("second", List.of(sharer.endpoint()));
      Download download = second.join(torrent);
      awaitDetail(pool, shared, "cannot read 4 pieces");
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(4 * PIECE, download.bytesDone());
      assertEquals(0, second.meter("pieces.corrupt"));
    }
  }

  /** What is broken in the beginning of a file does not keep the rest of it waiting. */
  @Test
  void allOfALongFileIsLookedAt() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer sharer = sharer(pool, true);
      int piece = 1 << 14;
      byte[] content = Pool.content(600 * piece, 3);
      byte[] torrent = Pool.describe(sharer.write("rain.bin", content), piece);
      Download shared = sharer.join(torrent);
      pool.await(shared);
      byte[] edited = content.clone();
      Arrays.fill(edited, 0, 300 * piece, (byte) 0);
      edit(sharer, "rain.bin", edited);
      Pool.Peer leecher = pool.peer("leecher", List.of(sharer.endpoint()));
      Download download = leecher.join(torrent);
      awaitDetail(pool, shared, "cannot read 600 pieces");
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(300 * piece, download.bytesDone());
    }
  }

  @Test
  void whatIsDeletedIsNotOfferedAnyMore() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer sharer = sharer(pool, true);
      byte[] torrent = album(sharer);
      Download shared = sharer.join(torrent);
      pool.await(shared);
      Files.delete(sharer.folder().resolve("album/a"));
      Pool.Peer leecher = pool.peer("leecher", List.of(sharer.endpoint()));
      Download download = leecher.join(torrent);
      awaitDetail(pool, shared, "cannot read 4 pieces");
      assertTrue(pool.simulation.runUntil(() -> download.bytesDone() == 4 * PIECE, Pool.LONG));
      sharer.write("album/a", A);
      pool.await(download);
    }
  }
}
