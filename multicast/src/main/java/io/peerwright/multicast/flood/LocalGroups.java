package io.peerwright.multicast.flood;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.AppCallbacks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the application of a peer has joined, offers and looks for; stays while the peer is away.
 */
final class LocalGroups {

  /** A membership, from when it was asked for until it is closed. */
  static final class Membership {
    final Endpoint group;
    final @Nullable Endpoint source;
    final BiConsumer<Endpoint, ByteBuffer> messages;
    boolean isClosed;

    Membership(
        Endpoint group, @Nullable Endpoint source, BiConsumer<Endpoint, ByteBuffer> messages) {
      this.group = group;
      this.source = source;
      this.messages = messages;
    }

    boolean wants(Endpoint from) {
      return !isClosed && (source == null || source.equals(from));
    }
  }

  private static final class Discovery {
    final Consumer<Group> found;
    final Set<Group> told = new HashSet<>(2);
    boolean isClosed;

    Discovery(Consumer<Group> found) {
      this.found = found;
    }

    /** Tells of a group once; of so many at the most, since what is told is remembered. */
    void tell(Group group, int most) {
      if (!isClosed && told.size() < most && told.add(group)) {
        found.accept(group);
      }
    }
  }

  private final Loop loop;
  private final int mostTold;
  private final Map<Endpoint, List<Membership>> members = new LinkedHashMap<>(2);
  private final List<Discovery> discoveries = new ArrayList<>(1);

  /** How often each group is offered. */
  private final Map<Group, Integer> offers = new LinkedHashMap<>(2);

  LocalGroups(Loop loop, int mostTold) {
    this.loop = loop;
    this.mostTold = mostTold;
  }

  Membership join(
      Endpoint group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    Membership membership = new Membership(group, source, AppCallbacks.two(loop, messages::accept));
    members.computeIfAbsent(group, unknown -> new ArrayList<>(1)).add(membership);
    return membership;
  }

  void leave(Membership membership) {
    membership.isClosed = true;
    List<Membership> others = members.get(membership.group);
    if (others != null && others.remove(membership) && others.isEmpty()) {
      members.remove(membership.group);
    }
  }

  boolean wants(Endpoint group, Endpoint source) {
    for (Membership each : members.getOrDefault(group, List.of())) {
      if (each.wants(source)) {
        return true;
      }
    }
    return false;
  }

  void deliver(Endpoint group, Endpoint source, ByteBuffer payload) {
    for (Membership each : List.copyOf(members.getOrDefault(group, List.of()))) {
      if (each.wants(source)) {
        each.messages.accept(source, payload.asReadOnlyBuffer());
      }
    }
  }

  /** Offers a group; true if it was not offered yet. */
  boolean offer(Group group) {
    return offers.merge(group, 1, Integer::sum) == 1;
  }

  /** Ends one of its offers; true if that was the last. */
  boolean withdraw(Group group) {
    return offers.merge(group, -1, (count, less) -> count == 1 ? null : count + less) == null;
  }

  Collection<Group> offered() {
    return List.copyOf(offers.keySet());
  }

  /**
   * Looks for groups.
   *
   * @param known those that are known, which are told in the next turn of the loop
   */
  Handle discover(Consumer<? super Group> found, Collection<Group> known) {
    Discovery discovery = new Discovery(AppCallbacks.one(loop, found));
    discoveries.add(discovery);
    if (!known.isEmpty()) {
      loop.execute(() -> known.forEach(each -> discovery.tell(each, mostTold)));
    }
    return () -> {
      discovery.isClosed = true;
      discoveries.remove(discovery);
    };
  }

  void found(Group group) {
    List.copyOf(discoveries).forEach(each -> each.tell(group, mostTold));
  }
}
