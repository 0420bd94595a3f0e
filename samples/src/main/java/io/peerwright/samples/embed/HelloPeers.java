package io.peerwright.samples.embed;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import java.nio.file.Path;
import java.util.List;

/** The example of the README; a test holds the two together, and runs it on both transports. */
public final class HelloPeers {

  private HelloPeers() {}

  /**
   * Shares a folder as alice and fetches the first hit as bob.
   *
   * @param transport {@code "vertx"} or {@code "inmemory"}
   */
  public static Path run(
      String transport, Endpoint server, Path folder, String words, Path target) {
    // README begins
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig peer = PeerConfig.of("index", transport).listeningOn(server);
      peerwright.start(peer.with("hybrid-server"));

      peer = peer.listeningOn(server.withPort(0));
      HybridConfig napster = HybridConfig.DEFAULT.withServers(List.of(server.toString()));
      Peer alice = peerwright.start(peer.named("alice").with("hybrid", napster));
      Peer bob = peerwright.start(peer.named("bob").with("hybrid", napster));

      alice.share(folder);
      Hit hit = bob.search(words).get(0);
      return bob.get(hit, target);
    }
    // README ends
  }
}
