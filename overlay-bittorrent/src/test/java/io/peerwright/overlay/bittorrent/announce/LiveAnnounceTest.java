package io.peerwright.overlay.bittorrent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.overlay.bittorrent.tracker.TrackerServer;
import io.peerwright.transport.vertx.VertxProvider;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same code over real sockets of this machine. */
class LiveAnnounceTest {

  private static final Id20 HASH = new Id20(1, -1, 1);

  private Network network;
  private int hosts;

  @BeforeEach
  void setUp() {
    VertxProvider provider = new VertxProvider();
    network = provider.open(provider.defaults());
  }

  @AfterEach
  void tearDown() {
    network.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http, 127.0.0.1:0, 127.0.0.1, 127.0.0.1:1001",
    "udp, 127.0.0.1:0, 127.0.0.1, 127.0.0.1:1001",
    "http, 0.0.0.0:0, localhost, 127.0.0.1:1001",
    "udp, 0.0.0.0:0, localhost, 127.0.0.1:1001",
    "udp, 0.0.0.0:0, 127.0.0.1, 0.0.0.0:1001"
  })
  void peersMeet(String scheme, String listen, String name, String peer) throws Exception {
    Endpoint address = Endpoint.parse(listen);
    Host host = network.newHost("tracker", address, null);
    TrackerServer server =
        new TrackerServer("tracker", host, TrackerConfig.DEFAULT.withListen(address));
    CompletableFuture<Endpoint> listening = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> server.join().thenAccept(done -> listening.complete(server.endpoints().get(0))));
    int port = listening.get(60, TimeUnit.SECONDS).port();
    String url = scheme + "://" + name + ":" + port + "/announce";
    Torrent first = new Torrent(Endpoint.parse(peer), url);
    assertNotNull(first.statuses.poll(20, TimeUnit.SECONDS));
    Torrent second = new Torrent(Endpoint.parse(peer).withPort(1002), url);
    assertEquals(
        List.of(Endpoint.parse("127.0.0.1:1001")), second.peers.poll(20, TimeUnit.SECONDS));
    second.stop();
    first.stop();
  }

  private final class Torrent implements PeerSource.Sink {
    final BlockingQueue<List<Endpoint>> peers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
    private final Host host;
    private final CompletableFuture<PeerSource> source = new CompletableFuture<>();

    Torrent(Endpoint listen, String url) {
      host = network.newHost("peer" + hosts++, listen, null);
      PeerSource.Torrent torrent =
          new PeerSource.Torrent(
              HASH.bytes(), new Id20(2, 2, listen.port()).bytes(), listen, List.of(List.of(url)));
      host.loop()
          .execute(
              () -> {
                PeerSource made =
                    new TrackerSources(AnnounceOptions.DEFAULT).create(host, torrent, this);
                made.start();
                source.complete(made);
              });
    }

    void stop() throws Exception {
      PeerSource made = source.get(60, TimeUnit.SECONDS);
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      host.loop().execute(() -> made.stop(() -> stopped.complete(null)));
      stopped.get(60, TimeUnit.SECONDS);
    }

    @Override
    public PeerSource.Figures figures() {
      return new PeerSource.Figures(0, 0, 1);
    }

    @Override
    public int wanted() {
      return 10;
    }

    @Override
    public void onPeers(List<Endpoint> found) {
      peers.add(found);
    }

    @Override
    public void onOutsideAddress(Endpoint address) {}

    @Override
    public void onStatus(String status) {
      statuses.add(status);
    }
  }
}
