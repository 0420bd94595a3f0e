package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Why nobody could be connected to, since somebody last could. */
final class FailedAttempts {

  private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);

  void add(Reason reason) {
    counts.merge(reason, 1, Integer::sum);
  }

  void forget() {
    counts.clear();
  }

  boolean none() {
    return counts.isEmpty();
  }

  /** For a person, what is under way first. */
  String tell(String underWay) {
    StringJoiner words = new StringJoiner(", ");
    if (!underWay.isEmpty()) {
      words.add(underWay);
    }
    counts.forEach((reason, count) -> words.add(count + " " + explain(reason)));
    return words.toString();
  }

  private static String explain(Reason reason) {
    return switch (reason) {
      case REFUSED -> "refused the connection";
      case TIMEOUT -> "did not answer";
      case ENDED, RESET -> "hung up at once, as those do that take encrypted connections only";
      case UNREACHABLE -> "cannot be reached from here";
      case PROTOCOL, CORRUPT -> "do not speak BitTorrent";
      default -> "failed: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
