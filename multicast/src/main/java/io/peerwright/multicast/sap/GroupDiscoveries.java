package io.peerwright.multicast.sap;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.delivery.FoundOnce;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who wants to hear of groups, and what it has heard of, so that it hears of each once. */
public final class GroupDiscoveries {

  private final Loop loop;
  private final Set<FoundOnce> all = new LinkedHashSet<>();

  /** Nobody yet. */
  public GroupDiscoveries(Loop loop) {
    this.loop = loop;
  }

  /** One more, which hears first of what is known already: not before this call has returned. */
  public Handle add(Consumer<? super Group> found, List<Group> existing) {
    FoundOnce discovery = new FoundOnce(AppCallbacks.one(loop, found));
    all.add(discovery);
    if (!existing.isEmpty()) {
      loop.execute(
          () -> existing.stream().takeWhile(group -> all.contains(discovery)).forEach(discovery));
    }
    return new OnceHandle(() -> all.remove(discovery));
  }

  /** Tells all of a group, those that do not know it. */
  public void found(Group group) {
    for (FoundOnce each : List.copyOf(all)) {
      if (all.contains(each)) {
        each.accept(group);
      }
    }
  }

  /** Whether nobody wants to hear of groups. */
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
