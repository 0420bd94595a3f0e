package io.peerwright.overlay.bittorrent.real;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.announce.AnnounceOptions;
import io.peerwright.overlay.bittorrent.announce.Scrape;
import io.peerwright.overlay.bittorrent.announce.TrackerClient;
import io.peerwright.overlay.bittorrent.announce.TrackerSources;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Our announce client in a process of its own: {@code OurPeer ADDRESS:PORT INFOHASH LEFT URL...}.
 * Tells what it hears; takes the lines {@code completed} and {@code scrape}, and takes its leave
 * when its input ends.
 */
public final class OurPeer implements PeerSource.Sink {

  private long left;

  private OurPeer(long left) {
    this.left = left;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    VertxProvider transport = new VertxProvider();
    try (Network network = transport.open(transport.defaults())) {
      Endpoint listen = Endpoint.parse(arguments[0]);
      Id20 hash = Id20.parse(arguments[1]);
      OurPeer peer = new OurPeer(Long.parseLong(arguments[2]));
      List<String> urls = List.of(Arrays.copyOfRange(arguments, 3, arguments.length));
      Host host = network.newHost("peer", listen, null);
      CompletableFuture<PeerSource> created = new CompletableFuture<>();
      byte[] id = ("-PW0100-" + String.format("%012d", listen.low() & 0xffff)).getBytes();
      PeerSource.Torrent torrent = new PeerSource.Torrent(hash.bytes(), id, listen, List.of(urls));
      host.loop()
          .execute(
              () -> {
                PeerSource source =
                    new TrackerSources(AnnounceOptions.DEFAULT).create(host, torrent, peer);
                source.start();
                created.complete(source);
              });
      PeerSource source = created.get();
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String command = line;
        host.loop()
            .execute(
                () -> {
                  if (command.equals("completed")) {
                    peer.left = 0;
                    source.completed();
                  } else {
                    scrape(host, listen, urls.get(0), hash);
                  }
                });
      }
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      host.loop().execute(() -> source.stop(() -> stopped.complete(null)));
      stopped.get();
      System.out.println("stopped");
    }
  }

  private static void scrape(Host host, Endpoint listen, String url, Id20 hash) {
    new Scrape(
        new TrackerClient(host, listen, TlsClient.Trust.DEFAULT, AddressPolicy.ANY),
        url,
        List.of(hash),
        (counts, failure) ->
            System.out.println("scraped " + (counts == null ? failure : counts.get(0))));
  }

  @Override
  public PeerSource.Figures figures() {
    return new PeerSource.Figures(0, 0, left);
  }

  @Override
  public int wanted() {
    return 50;
  }

  @Override
  public void onPeers(List<Endpoint> peers) {
    peers.forEach(peer -> System.out.println("peer " + peer));
  }

  @Override
  public void onOutsideAddress(Endpoint address) {
    System.out.println("outside " + address);
  }

  @Override
  public void onStatus(String status) {
    System.out.println("status " + status);
  }
}
