package io.peerwright.kit.download;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who contradicts whom of the sources of a content that no hash verifies. Of two it cannot be told
 * which of them is wrong; one that two others contradict is.
 */
final class SourceDisputes {

  private final Map<SourceState, Set<SourceState>> against = new LinkedHashMap<>();

  /** True if two contradict each other, and no third one has told which of them is wrong. */
  boolean isOpen() {
    return !against.isEmpty();
  }

  /** True if one that sends other bytes than another has given is the second to do so. */
  boolean isOutvoted(SourceState sends, SourceState given) {
    against(given).add(sends);
    against(sends).add(given);
    return against(given).size() > 1;
  }

  private Set<SourceState> against(SourceState source) {
    return against.computeIfAbsent(source, any -> new LinkedHashSet<>());
  }

  /** One is wrong: it is asked no more, and those that contradict nobody else are again. */
  void settle(SourceState wrong) {
    wrong.giveUp();
    against.remove(wrong);
    for (Map.Entry<SourceState, Set<SourceState>> each : against.entrySet()) {
      if (each.getValue().remove(wrong) && each.getValue().isEmpty()) {
        each.getKey().startAnew();
      }
    }
    against.values().removeIf(Set::isEmpty);
  }
}
