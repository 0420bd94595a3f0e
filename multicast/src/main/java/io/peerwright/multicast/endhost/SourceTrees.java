package io.peerwright.multicast.endhost;

import io.peerwright.multicast.delivery.SourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sources of a group that are known, those that are silent for long left out. */
final class SourceTrees {

  /** As long as PIM-DM keeps the state of a source (RFC 3973, section 4.8). */
  private static final long IDLE_NANOS = 210_000_000_000L;

  private final PeerContext context;
  private final MeshSlots slots;
  private final Map<SourceId, SourceTree> trees = new LinkedHashMap<>(2);

  SourceTrees(PeerContext context, MeshSlots slots) {
    this.context = context;
    this.slots = slots;
  }

  @Nullable SourceTree get(SourceId source) {
    return trees.get(source);
  }

  /** A source that is new; null if there are too many. */
  @Nullable SourceTree add(SourceId source, boolean own, long next) {
    if (trees.size() >= context.config().maxSources()) {
      context.counters().sourcesRefused++;
      return null;
    }
    SourceTree tree = new SourceTree(source, own, slots.places(), next, context.now());
    trees.put(source, tree);
    return tree;
  }

  List<SourceTree> all() {
    return trees.isEmpty() ? List.of() : new ArrayList<>(trees.values());
  }

  boolean isEmpty() {
    return trees.isEmpty();
  }

  void forEach(Consumer<SourceTree> action) {
    all().forEach(action);
  }

  /** Drops those that are silent, and the messages that are too old. */
  void expire(long now) {
    EndHostConfig config = context.config();
    for (SourceTree tree : trees.values()) {
      tree.cache.evict(config.cacheBytes(), now, config.cacheTime().toNanos(), config.history());
    }
    trees
        .values()
        .removeIf(
            tree -> now - tree.lastNanos > IDLE_NANOS && tree.cache.first() == tree.cache.next());
  }
}
