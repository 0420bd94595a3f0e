package io.peerwright.samples.embed;

import io.peerwright.api.overlay.Hit;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.Shares;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The example of the README; a test holds the two together. */
public final class HelloPeers {

  private HelloPeers() {}

  /** Shares a folder as alice and fetches the first hit as bob. */
  public static Path run(Path folder, String words, Path target) {
    // README begins
    String net = "{\"type\": \"vertx\", \"listen\": \"127.0.0.1:0\"}"; // or: {"type": "inmemory"}
    String json = "{\"name\": \"%s\", \"transport\": %s, \"overlays\": [{\"type\": \"%s\"%s}]}";
    try (Peerwright peerwright = Peerwright.open()) {
      Peer index =
          peerwright.start(peerwright.parse(json.formatted("index", net, "hybrid-server", "")));
      String servers = ", \"servers\": [\"" + index.overlays().get(0).endpoints().get(0) + "\"]";
      Peer alice =
          peerwright.start(peerwright.parse(json.formatted("alice", net, "hybrid", servers)));
      Peer bob = peerwright.start(peerwright.parse(json.formatted("bob", net, "hybrid", servers)));
      alice.await(
          Shares.share(alice, List.of(folder), item -> {}, (done, total) -> {}),
          Duration.ofMinutes(1));
      Hit hit = bob.search(words).get(0);
      return bob.get(hit, target);
    }
    // README ends
  }
}
