package io.peerwright.multicast.endhost;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.rendezvous.RendezvousClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Groups that this peer makes known, and hears of. */
final class Discoveries {

  /** Of how many groups each listener is told. */
  private static final int MOST_GROUPS = 100_000;

  private static final class Listener {
    final Consumer<Group> found;
    final Set<Group> told = new HashSet<>();

    Listener(Consumer<Group> found) {
      this.found = found;
    }
  }

  private final Loop loop;
  private final RendezvousClient rendezvous;
  private final Map<Group, Integer> announced = new LinkedHashMap<>(1);
  private final List<Listener> listeners = new ArrayList<>(1);

  Discoveries(Loop loop, RendezvousClient rendezvous) {
    this.loop = loop;
    this.rendezvous = rendezvous;
  }

  Handle announce(Group group) {
    if (announced.merge(group, 1, Integer::sum) == 1) {
      rendezvous.announce(group);
    }
    return new OnceHandle(
        () -> {
          if (announced.merge(group, -1, Integer::sum) == 0) {
            announced.remove(group);
            rendezvous.withdraw(group);
          }
        });
  }

  Handle discover(Consumer<? super Group> found) {
    Listener listener = new Listener(AppCallbacks.one(loop, found));
    listeners.add(listener);
    rendezvous.discover();
    return new OnceHandle(() -> listeners.remove(listener));
  }

  void onFound(Group group) {
    for (Listener each : List.copyOf(listeners)) {
      if (listeners.contains(each) && each.told.size() < MOST_GROUPS && each.told.add(group)) {
        each.found.accept(group);
      }
    }
  }
}
