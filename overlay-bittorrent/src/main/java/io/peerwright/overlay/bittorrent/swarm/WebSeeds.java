package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import java.util.ArrayList;
import java.util.List;

/** The servers that have the content of a torrent, too (BEP 19). */
final class WebSeeds {

  private static final int MAX_SERVERS = 16;

  private final List<WebSeed> seeds = new ArrayList<>();

  WebSeeds(SwarmSession session, Torrent torrent, List<String> urls) {
    for (String text : urls) {
      if (seeds.size() < MAX_SERVERS) {
        try {
          Url url = Url.parse(text);
          if (HttpClient.speaks(url)) {
            seeds.add(new WebSeed(session, torrent, url));
          }
        } catch (IllegalArgumentException noUrl) {
          // Other servers and peers may do.
        }
      }
    }
  }

  /** Asks those who have nothing to do. */
  void work() {
    seeds.forEach(WebSeed::work);
  }

  void stop() {
    seeds.forEach(WebSeed::stop);
  }

  void ban(Endpoint endpoint) {
    seeds.forEach(seed -> seed.ban(endpoint));
  }
}
