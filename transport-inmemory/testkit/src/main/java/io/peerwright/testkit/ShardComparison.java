package io.peerwright.testkit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AssertionFailureBuilder;

/** Compares a run in one shard with the same run in several, which know no order among them. */
final class ShardComparison {

  private static final String NOTHING = "nothing more";
  private static final String CAUSES =
      "\nHosts meet in the network only, so something else came in: what peers share in a static"
          + " field or an object that several were given, a step that uses what belongs to another"
          + " peer, a clock, or chance without a seed.";

  private ShardComparison() {}

  /**
   * Fails at the first event that differs, or else at the trace hash or a meter.
   *
   * @param shards of the second run
   */
  static void assertSame(OverlayResults whole, OverlayResults parted, int shards) {
    String what = difference(whole, parted);
    if (!what.isEmpty()) {
      AssertionFailureBuilder.assertionFailure()
          .message(
              "The run in 1 shard differs from that in "
                  + shards
                  + what
                  + hosts(whole.traceHashes(), parted.traceHashes())
                  + CAUSES
                  + "\nrepeat with: "
                  + parted.repeat())
          .expected(whole)
          .actual(parted)
          .includeValuesInMessage(false)
          .buildAndThrow();
    }
  }

  private static String difference(OverlayResults whole, OverlayResults parted) {
    List<PeerEvent> some = whole.events().stream().toList();
    List<PeerEvent> others = parted.events().stream().toList();
    for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
      String one = i < some.size() ? some.get(i).toString() : NOTHING;
      String other = i < others.size() ? others.get(i).toString() : NOTHING;
      if (i >= some.size() || i >= others.size() || !some.get(i).equals(others.get(i))) {
        return " at event " + (i + 1) + ".\n  1 shard: " + one + "\n  several: " + other;
      }
    }
    boolean same =
        whole.traceHash() == parted.traceHash()
            && whole.meters().equals(parted.meters())
            && whole.virtualTime().equals(parted.virtualTime());
    return same ? "" : ".\n  1 shard: " + whole + "\n  several: " + parted;
  }

  private static String hosts(Map<String, Long> some, Map<String, Long> others) {
    List<String> names =
        some.keySet().stream()
            .filter(name -> !Objects.equals(some.get(name), others.get(name)))
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    return "\nThe traces of "
        + names.size()
        + " of "
        + some.size()
        + " hosts differ: "
        + String.join(", ", names.subList(0, Math.min(PeerEvents.SHOWN, names.size())))
        + (names.size() > PeerEvents.SHOWN ? ", ..." : "");
  }
}
