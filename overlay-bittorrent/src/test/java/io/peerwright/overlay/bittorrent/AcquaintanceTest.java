package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Nobody listens at most of the addresses that it is told first. */
  @Test
  void whoWasToldOfManyThatAreNotThereStillHearsOfOthers() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = describe(maker.write("rain.bin", CONTENT), false);
      Pool.Peer friend = pool.peer("friend", List.of());
      friend.join(torrent);
      List<Endpoint> told = new ArrayList<>();
      told.add(friend.endpoint());
      for (int port = 1; port <= 400; port++) {
        told.add(maker.endpoint().withPort(port));
      }
      Pool.Peer one = pool.peer("one", told);
      one.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(1));
      assertEquals(1, one.overlay().neighbours().size());
      // It hears of nobody itself, so that the two meet only if the first one is told of it.
      Pool.Peer quiet = pool.peer("quiet", withoutExchange(friend.endpoint()));
      quiet.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(2));
      assertEquals(2, one.overlay().neighbours().size());
    }
  }

  /** A peer out in the world tells of one in our network. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoIsFarAwayDoesNotSendUsIntoOurNetwork(boolean laboratory) throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = describe(maker.write("rain.bin", CONTENT), false);
      Host far = pool.simulation.newHost("far", Endpoint.parse("8.9.10.11:6881"), null);
      BitTorrentConfig knows = BitTorrentConfig.DEFAULT;
      Overlay overlay = new BitTorrentProvider().create(far, knows, BitTorrentParts.of(knows));
      overlay.join();
      pool.simulation.runFor(Duration.ofSeconds(1));
      Pool.Peer friend = new Pool.Peer(pool, far, overlay);
      friend.join(torrent);
      pool.peer("inside", withoutExchange(friend.endpoint())).join(torrent);
      AddressPolicy policy = laboratory ? AddressPolicy.ANY : AddressPolicy.LOCAL_SOURCES;
      Pool.Peer one =
          pool.peer(
              "one",
              BitTorrentConfig.DEFAULT
                  .withPeers(List.of(friend.endpoint()))
                  .withLocalAddresses(policy));
      one.join(torrent);
      pool.simulation.runFor(Duration.ofMinutes(3));
      assertEquals(laboratory ? 2 : 1, one.overlay().neighbours().size());
    }
  }

  private static BitTorrentConfig withoutExchange(Endpoint known) {
    BitTorrentConfig usual = BitTorrentConfig.DEFAULT;
    return new BitTorrentConfig(
        usual.listen(),
        List.of(HostPort.parse(known.toString())),
        usual.trackers(),
        usual.announceTo(),
        usual.localAddresses(),
        usual.maxConnections(),
        usual.maxConnecting(),
        usual.uploadSlots(),
        usual.choking(),
        usual.order(),
        usual.maxRequests(),
        usual.bufferBytes(),
        usual.preallocate(),
        false,
        usual.limits(),
        usual.verifyServers(),
        usual.trustStore(),
        usual.state(),
        usual.seedOnly(),
        usual.handshakeTimeout(),
        usual.idleTimeout());
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

  /** Each of two knows one of the trackers; the third knows both. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void withAnotherTrackerAPrivateTorrentHasOtherPeers(boolean isPrivate, boolean byMagnet)
      throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer maker = pool.peer("maker", List.of());
      byte[] torrent = describe(maker.write("rain.bin", CONTENT), isPrivate);
      Overlay first = tracker(pool, "10.78.0.1:6969");
      tracker(pool, "10.78.0.2:6969");
      String one = "http://10.78.0.1:6969/announce";
      String two = "http://10.78.0.2:6969/announce";
      Info info = Metainfo.of(torrent).info();
      Pool.Peer early = pool.peer("early", List.of());
      early.join(new Metainfo(info, List.of(List.of(one)), List.of(), "", "").toBytes());
      Pool.Peer late = pool.peer("late", List.of());
      late.join(new Metainfo(info, List.of(List.of(two)), List.of(), "", "").toBytes());
      pool.simulation.runFor(Duration.ofSeconds(10));
      Pool.Peer both = pool.peer("both", List.of());
      if (byMagnet) {
        both.join("magnet:?xt=" + info.hash().urn() + "&tr=" + one + "&tr=" + two);
      } else {
        both.join(
            new Metainfo(info, List.of(List.of(one), List.of(two)), List.of(), "", "").toBytes());
      }
      pool.simulation.runFor(Duration.ofSeconds(10));
      List<Endpoint> all = List.of(early.endpoint().withPort(0), late.endpoint().withPort(0));
      assertEquals(isPrivate ? all.subList(0, 1) : all, endpoints(both));
      first.leave();
      pool.simulation.runFor(Duration.ofMinutes(40));
      assertEquals(isPrivate ? all.subList(1, 2) : all, endpoints(both));
    }
  }

  private static List<Endpoint> endpoints(Pool.Peer peer) {
    return peer.overlay().neighbours().stream().map(each -> each.endpoint().withPort(0)).toList();
  }

  private static Overlay tracker(Pool pool, String address) {
    Host host = pool.simulation.newHost("tracker" + address, Endpoint.parse(address), null);
    Overlay tracker = new TrackerProvider().create(host, TrackerConfig.DEFAULT);
    var joined = tracker.join().toCompletableFuture();
    assertTrue(pool.simulation.runUntil(joined::isDone, Pool.LONG));
    joined.join();
    return tracker;
  }
}
