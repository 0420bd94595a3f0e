package io.peerwright.multicast.delivery;

import io.peerwright.api.multicast.Group;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.function.Consumer;

/**
 * Tells somebody of each group once. Of groups beyond those that it remembers it may tell again.
 */
public final class FoundOnce implements Consumer<Group> {

  /** How many groups it remembers. */
  public static final int MOST_KNOWN = 1 << 14;

  private final Consumer<Group> found;
  private final LinkedHashSet<Group> known = new LinkedHashSet<>();

  /** Has told of nothing yet. */
  public FoundOnce(Consumer<Group> found) {
    this.found = found;
  }

  @Override
  public void accept(Group group) {
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
