package io.peerwright.multicast.auto;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.delivery.FoundOnce;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Groups are announced on all ways, and discovered on all of them, each once. Ways that are found
 * later learn what is announced and who wants to discover.
 */
final class Directories {

  /** Something that is wanted of each way. */
  private interface Wish {
    Handle of(Multicast way);
  }

  private final Loop loop;
  private final List<Multicast> ways = new ArrayList<>();
  private final Map<Wish, List<Handle>> wishes = new LinkedHashMap<>();

  Directories(Loop loop) {
    this.loop = loop;
  }

  void add(Multicast way) {
    ways.add(way);
    wishes.forEach((wish, handles) -> handles.add(wish.of(way)));
  }

  private Handle begin(Wish wish) {
    List<Handle> handles = new ArrayList<>();
    wishes.put(wish, handles);
    ways.forEach(way -> handles.add(wish.of(way)));
    return new OnceHandle(
        () -> {
          wishes.remove(wish);
          handles.forEach(Handle::close);
        });
  }

  Handle announce(Group group) {
    // An object of its own for each announcement: two of one group are two.
    return begin(
        new Wish() {
          @Override
          public Handle of(Multicast way) {
            return way.announce(group);
          }
        });
  }

  Handle discover(Consumer<? super Group> found) {
    FoundOnce told = new FoundOnce(AppCallbacks.one(loop, found));
    boolean[] ended = new boolean[1];
    Consumer<Group> once =
        group -> {
          if (!ended[0]) {
            told.accept(group);
          }
        };
    Handle handle = begin(way -> way.discover(once));
    return () -> {
      ended[0] = true;
      handle.close();
    };
  }
}
