package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker says to an announce.
 *
 * @param intervalSeconds when to announce again
 * @param minIntervalSeconds not before that, whatever happens
 * @param seeds that it knows, -1 if it does not tell
 * @param leechers that it knows, -1 if it does not tell
 * @param names other peers by the names of their hosts, {@code HOST:PORT}
 * @param peers where others are
 * @param trackerId to be told in the next announce to it; null if it has none
 * @param outside the address that it sees us at, port 0 (BEP 24); null if it does not tell
 * @param warning for a person; null if there is none
 */
public record AnnounceResult(
    int intervalSeconds,
    int minIntervalSeconds,
    long seeds,
    long leechers,
    List<Endpoint> peers,
    List<String> names,
    byte @Nullable [] trackerId,
    @Nullable Endpoint outside,
    @Nullable String warning) {

  /** Copies the lists. */
  public AnnounceResult {
    peers = List.copyOf(peers);
    names = List.copyOf(names);
  }
}
