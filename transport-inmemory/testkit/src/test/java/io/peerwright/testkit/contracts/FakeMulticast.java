package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.AppCallbacks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Groups on a board. What a fault changes is a method of its own. */
class FakeMulticast extends FakePeer implements Multicast {

  /** What all peers of one network see. */
  static final class Board {
    final List<Announcement> announcements = new ArrayList<>();
    final Set<Discovery> discoveries = new LinkedHashSet<>();
    final Set<Member> members = new LinkedHashSet<>();
  }

  /** A group that somebody announces. */
  static final class Announcement {
    final FakeMulticast by;
    final Group group;

    Announcement(FakeMulticast by, Group group) {
      this.by = by;
      this.group = group;
    }
  }

  /** Somebody who wants to hear of groups. */
  static final class Discovery {
    final FakeMulticast of;
    final Consumer<? super Group> found;
    final Set<Group> known = new HashSet<>();

    Discovery(FakeMulticast of, Consumer<? super Group> found) {
      this.of = of;
      this.found = found;
    }
  }

  /** A membership. */
  static final class Member {
    final FakeMulticast of;
    final Group group;
    final Endpoint source;
    final BiConsumer<? super Endpoint, ? super ByteBuffer> messages;

    Member(
        FakeMulticast of,
        Group group,
        Endpoint source,
        BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
      this.of = of;
      this.group = group;
      this.source = source;
      this.messages = messages;
    }
  }

  private final Board board;
  private final Board own = new Board();

  FakeMulticast(Host host, Board board) {
    super(host, Multicast.class);
    this.board = board;
  }

  Board board() {
    return board;
  }

  /** What is begun before it joins, or stays while it is away. */
  @Override
  public CompletionStage<Void> join() {
    if (!present) {
      super.join();
      board().members.addAll(own.members);
      own.announcements.forEach(this::tellAll);
      board().discoveries.addAll(own.discoveries);
      own.discoveries.forEach(this::tellExisting);
    }
    return super.join();
  }

  private void tellAll(Announcement announcement) {
    board().announcements.add(announcement);
    board().discoveries.forEach(each -> tell(each, announcement));
  }

  @Override
  public CompletionStage<Void> leave() {
    board().members.removeIf(each -> each.of == this);
    board().announcements.removeIf(each -> each.by == this);
    board().discoveries.removeIf(each -> each.of == this);
    return super.leave();
  }

  @Override
  public Handle announce(Group group) {
    Announcement announcement = new Announcement(this, group);
    own.announcements.add(announcement);
    if (present) {
      tellAll(announcement);
    }
    return () -> {
      own.announcements.remove(announcement);
      withdraw(announcement);
    };
  }

  void withdraw(Announcement announcement) {
    board().announcements.remove(announcement);
  }

  @Override
  public Handle discover(Consumer<? super Group> found) {
    Discovery discovery = new Discovery(this, bearing(found));
    own.discoveries.add(discovery);
    if (present) {
      board().discoveries.add(discovery);
      tellExisting(discovery);
    }
    return () -> {
      own.discoveries.remove(discovery);
      stop(discovery);
    };
  }

  /** Who discovers groups may throw. */
  Consumer<? super Group> bearing(Consumer<? super Group> found) {
    return AppCallbacks.one(host.loop(), found);
  }

  void tellExisting(Discovery discovery) {
    board().announcements.forEach(each -> tell(discovery, each));
  }

  void stop(Discovery discovery) {
    board().discoveries.remove(discovery);
  }

  void tell(Discovery discovery, Announcement announcement) {
    discovery
        .of
        .host
        .loop()
        .schedule(
            DELAY_NANOS,
            () -> {
              if (isStillWanted(discovery) && isNews(discovery, announcement.group)) {
                discovery.found.accept(announcement.group);
              }
            });
  }

  boolean isStillWanted(Discovery discovery) {
    return board().discoveries.contains(discovery);
  }

  boolean isNews(Discovery discovery, Group group) {
    return discovery.known.add(group);
  }

  @Override
  public CompletionStage<Handle> join(
      Group group, Endpoint source, BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    CompletableFuture<Handle> joined = new CompletableFuture<>();
    Member member = new Member(this, group, source, bearing(messages));
    host.loop()
        .schedule(
            DELAY_NANOS,
            () -> {
              own.members.add(member);
              if (present) {
                board().members.add(member);
              }
              joined.complete(
                  () -> {
                    own.members.remove(member);
                    leave(member);
                  });
            });
    return joined;
  }

  /** Receivers may throw. */
  BiConsumer<? super Endpoint, ? super ByteBuffer> bearing(
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    return AppCallbacks.two(host.loop(), messages);
  }

  void leave(Member member) {
    board().members.remove(member);
  }

  @Override
  public SendResult send(Group group, ByteBuffer message) {
    if (!present) {
      return SendResult.CLOSED;
    }
    byte[] bytes = copy(message);
    for (Member member : List.copyOf(board().members)) {
      if (hears(member, group)) {
        deliver(member, bytes);
      }
    }
    return SendResult.ACCEPTED;
  }

  byte[] copy(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  boolean hears(Member member, Group group) {
    return member.group.equals(group) && (member.source == null || member.source.equals(address()));
  }

  Endpoint address() {
    return host.listenAddress();
  }

  void deliver(Member member, byte[] bytes) {
    deliver(member, bytes, DELAY_NANOS);
  }

  final void deliver(Member member, byte[] bytes, long delayNanos) {
    member.of.host.loop().schedule(delayNanos, () -> hand(member, bytes));
  }

  void hand(Member member, byte[] bytes) {
    if (isMember(member)) {
      member.messages.accept(address(), view(bytes));
    }
  }

  boolean isMember(Member member) {
    return board().members.contains(member);
  }

  ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean isReliable() {
    return true;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }
}
