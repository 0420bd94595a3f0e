package io.peerwright.multicast.sap;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Who wants to hear of groups, and what it has heard of, so that it hears of each once. */
public final class GroupDiscoveries {

  /** What a discovery remembers; of groups beyond that it may hear again. */
  static final int MOST_KNOWN = 1 << 14;

  private final Loop loop;
  private final Set<Discovery> all = new LinkedHashSet<>();

  /** Nobody yet. */
  public GroupDiscoveries(Loop loop) {
    this.loop = loop;
  }

  private static final class Discovery {
    final Consumer<Group> found;
    final LinkedHashSet<Group> known = new LinkedHashSet<>();

    Discovery(Consumer<Group> found) {
      this.found = found;
    }

    void tell(Group group) {
      if (known.add(group)) {
        if (known.size() > MOST_KNOWN) {
          Iterator<Group> eldest = known.iterator();
          eldest.next();
          eldest.remove();
        }
        found.accept(group);
      }
    }
  }

  /** One more, which hears first of what is known already: not before this call has returned. */
  public Handle add(Consumer<? super Group> found, List<Group> existing) {
    Discovery discovery = new Discovery(AppCallbacks.one(loop, found));
    all.add(discovery);
    if (!existing.isEmpty()) {
      loop.execute(
          () ->
              existing.stream()
                  .takeWhile(group -> all.contains(discovery))
                  .forEach(discovery::tell));
    }
    return new OnceHandle(() -> all.remove(discovery));
  }

  /** Tells all of a group, those that do not know it. */
  public void found(Group group) {
    for (Discovery each : List.copyOf(all)) {
      if (all.contains(each)) {
        each.tell(group);
      }
    }
  }

  /** Whether nobody wants to hear of groups. */
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
