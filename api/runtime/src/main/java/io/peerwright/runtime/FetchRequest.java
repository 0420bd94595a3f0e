package io.peerwright.runtime;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.download.DownloadRules;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One file, and all that is known of where it is: hits of any overlays, a torrent of that file with
 * its web seeds, origin servers. What comes is verified by the hashes that the hits and the torrent
 * tell.
 *
 * @param hits who offers it, best first; those of another size or with other hashes than the first
 *     one are left out
 * @param torrent the content of a .torrent file; null if there is none
 * @param magnet a magnet link, of which the hashes, the length and the web seeds are used; null if
 *     there is none
 * @param origins URLs of servers that are asked only for what the others do not give in time
 * @param rules how many are asked at the same time, and what an origin may give
 */
public record FetchRequest(
    List<Hit> hits,
    @Nullable ByteBuffer torrent,
    @Nullable String magnet,
    List<String> origins,
    DownloadRules rules) {

  /** Copies the lists. */
  public FetchRequest {
    hits = List.copyOf(hits);
    origins = List.copyOf(origins);
  }

  /** What hits are of. */
  public static FetchRequest of(List<Hit> hits) {
    return new FetchRequest(hits, null, null, List.of(), DownloadRules.DEFAULT);
  }

  /** The same with the pieces and the web seeds of a torrent. */
  public FetchRequest withTorrent(ByteBuffer content) {
    return new FetchRequest(hits, content.duplicate(), magnet, origins, rules);
  }

  /** The same with what a magnet link tells. */
  public FetchRequest withMagnet(String link) {
    return new FetchRequest(hits, torrent, link, origins, rules);
  }

  /** The same with an origin server more. */
  public FetchRequest withOrigin(String url) {
    List<String> more = new ArrayList<>(origins);
    more.add(url);
    return new FetchRequest(hits, torrent, magnet, more, rules);
  }

  /** The same with other rules. */
  public FetchRequest withRules(DownloadRules other) {
    return new FetchRequest(hits, torrent, magnet, origins, other);
  }

  /** True if it is more than hits of one overlay, which that overlay fetches alone. */
  boolean isMixed() {
    return torrent != null
        || magnet != null
        || !origins.isEmpty()
        || hits.stream().map(Hit::overlay).distinct().count() != 1;
  }

  /** For a person: what would not come. */
  String what() {
    if (hits.isEmpty()) {
      return magnet != null ? magnet : origins.isEmpty() ? "a torrent" : origins.get(0);
    }
    String peers = hits.stream().map(Hit::peer).distinct().collect(Collectors.joining(", "));
    return "\"" + hits.get(0).name() + "\" from " + peers;
  }
}
