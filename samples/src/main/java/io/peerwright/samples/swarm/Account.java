package io.peerwright.samples.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Neighbour;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What one peer gets from leechers and what from seeds, as far as it is looked at. */
final class Account {

  private Map<Endpoint, Long> seen = Map.of();
  private long fromLeechers;
  private long fromSeeds;

  /** What has come so far does not count. */
  void begin(List<Neighbour> peers) {
    seen = received(peers);
  }

  /**
   * Counts what has come since the last time. What came over a connection that is over, between two
   * times, is lost.
   *
   * @param isSeed whether somebody had everything then
   */
  void update(List<Neighbour> peers, Predicate<Endpoint> isSeed) {
    Map<Endpoint, Long> now = received(peers);
    now.forEach(
        (endpoint, bytes) -> {
          long before = seen.getOrDefault(endpoint, 0L);
          // Less than before is another connection.
          long more = bytes >= before ? bytes - before : bytes;
          if (isSeed.test(endpoint.withPort(0))) {
            fromSeeds += more;
          } else {
            fromLeechers += more;
          }
        });
    seen = now;
  }

  private static Map<Endpoint, Long> received(List<Neighbour> peers) {
    Map<Endpoint, Long> received = new HashMap<>();
    for (Neighbour each : peers) {
      received.merge(
          each.endpoint(), Long.valueOf(each.figures().get("bytes.received")), Long::sum);
    }
    return received;
  }

  long fromLeechers() {
    return fromLeechers;
  }

  long fromSeeds() {
    return fromSeeds;
  }
}
