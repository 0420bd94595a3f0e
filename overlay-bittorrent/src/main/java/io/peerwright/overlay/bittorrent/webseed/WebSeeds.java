package io.peerwright.overlay.bittorrent.webseed;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The servers that have the content of a torrent, too (BEP 19). */
public final class WebSeeds {

  private static final int MAX_SERVERS = 16;

  private final List<WebSeed> seeds = new ArrayList<>();

  /**
   * Of one torrent.
   *
   * @param http made when it is first needed
   * @param urls where they are; those that make no sense are left out
   */
  public WebSeeds(
      Resources shared,
      WebSeedMemory memory,
      Supplier<HttpClient> http,
      WebSeedSwarm torrent,
      List<String> urls) {
    for (String text : urls) {
      if (seeds.size() < MAX_SERVERS) {
        try {
          Url url = Url.parse(text);
          if (HttpClient.speaks(url)) {
            seeds.add(new WebSeed(shared, memory, http, torrent, url));
          }
        } catch (IllegalArgumentException noUrl) {
          // Other servers and peers may do.
        }
      }
    }
  }

  /** Asks those who have nothing to do. */
  public void work() {
    seeds.forEach(WebSeed::work);
  }

  /** Leaves to others what has not come. */
  public void stop() {
    seeds.forEach(WebSeed::stop);
  }

  /** One of them, or a peer at its address, has sent what is corrupt. */
  public void ban(Endpoint endpoint) {
    seeds.forEach(seed -> seed.ban(endpoint));
  }
}
