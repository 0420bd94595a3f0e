package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.transport.inmemory.NetworkModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom peers get to know, and keep, simulated. */
class AcquaintanceTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 1);

  private static byte[] describe(Path file, boolean isPrivate) throws IOException {
    TorrentMaker.Options options =
        new TorrentMaker.Options(1 << 15, List.of(), List.of(), "", isPrivate);
    return TorrentMaker.make(file, options, read -> {}).toBytes();
  }

  /** Two know the seed alone; that they hear of each other follows from peer exchange. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void peersAreToldOfPeersUnlessTheTorrentIsPrivate(boolean isPrivate) throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = describe(seed.write("rain.bin", CONTENT), isPrivate);
      pool.await(seed.join(torrent));
      pool.simulation.setModel(seed.host(), NetworkModel.DEFAULT.withBandwidth(2000, 0));
      Pool.Peer one = pool.peer("one", List.of(seed.endpoint()));
      Pool.Peer two = pool.peer("two", List.of(seed.endpoint()));
      one.join(torrent);
      two.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(5));
      assertEquals(isPrivate ? 1 : 2, one.overlay().neighbours().size());
      assertEquals(isPrivate ? 1 : 2, two.overlay().neighbours().size());
    }
  }

  /** Neither has anything for the other, and nothing but keep-alives passes. */
  @Test
  void quietPeersStayConnected() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = describe(maker.write("rain.bin", CONTENT), false);
      Pool.Peer one = pool.peer("one", List.of());
      Pool.Peer two = pool.peer("two", List.of(one.endpoint()));
      one.join(torrent);
      two.join(torrent);
      pool.simulation.runFor(Duration.ofHours(1));
      assertEquals(1, one.overlay().neighbours().size());
      assertEquals(1, one.meter("peers.connected"));
      assertEquals(1, two.meter("peers.connected"));
    }
  }
}
