package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.delivery.Membership;
import io.peerwright.multicast.reliable.GroupOutput;
import io.peerwright.multicast.reliable.ReliableGroup;
import io.peerwright.multicast.reliable.ReliableListener;
import io.peerwright.multicast.reliable.ReliableSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups whose messages travel in bundles: each has a socket that hears it, also where this
 * peer only sends, as receivers ask the group for what they miss. A filter for a source is applied
 * here, behind the socket, for the same reason. Of the groups that this peer only sends to, the 64
 * that it sent to last are kept.
 */
final class BundledGroups {

  private static final int MOST_SENT_TO = 64;

  private final class Bundled implements GroupOutput, ReliableListener {
    final Endpoint group;
    final List<Membership> members = new ArrayList<>(1);
    @Nullable GroupSocket socket;
    @Nullable ReliableGroup reliable;
    boolean isListening;

    Bundled(Endpoint group) {
      this.group = group;
    }

    void open(Transport transport, Interfaces interfaces) {
      reliable = new ReliableGroup(loop, this, settings, this);
      List<Endpoint> on = interfaces.of(group.isIpv4());
      if (on.isEmpty()) {
        loop.execute(() -> outcome(Reason.UNSUPPORTED));
        return;
      }
      socket =
          new GroupSocket(transport, List.of(group), on, null, this::onDatagram, this::outcome);
    }

    private void onDatagram(Endpoint from, ByteBuffer datagram) {
      if (reliable != null) {
        reliable.onDatagram(from, datagram);
      }
    }

    private void outcome(@Nullable Reason failure) {
      if (failure == null) {
        isListening = true;
        joinIfWanted();
        List.copyOf(members).forEach(each -> each.joined(leaving(this, each)));
      } else {
        groups.remove(group);
        String message = "cannot join " + group + " on any interface";
        members.forEach(each -> each.failed(failure, message));
        close();
      }
    }

    void joinIfWanted() {
      if (isListening && reliable != null && !members.isEmpty() && !reliable.isMember()) {
        reliable.join();
      }
    }

    void close() {
      isListening = false;
      if (reliable != null) {
        reliable.close();
        reliable = null;
      }
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }

    @Override
    public SendResult toGroup(ByteBuffer datagram) {
      return toMember(group, datagram);
    }

    @Override
    public SendResult toMember(Endpoint member, ByteBuffer datagram) {
      return senders == null ? SendResult.CLOSED : senders.send(member, datagram);
    }

    @Override
    public void onMessage(Endpoint source, ByteBuffer message) {
      heard++;
      // One that joins or leaves from inside a message changes the list.
      for (Membership each : members.size() == 1 ? List.of(members.get(0)) : List.copyOf(members)) {
        each.hear(source, message);
      }
    }

    @Override
    public void onLost(Endpoint source, long datagrams) {
      lost += datagrams;
    }
  }

  private final Loop loop;
  private final ReliableSettings settings;
  private final Map<Endpoint, Bundled> groups = new LinkedHashMap<>(4, 0.75f, true);
  private @Nullable Transport transport;
  private @Nullable Interfaces interfaces;
  private @Nullable GroupSenders senders;
  private long heard;
  private long lost;

  BundledGroups(Loop loop, ReliableSettings settings) {
    this.loop = loop;
    this.settings = settings;
  }

  CompletionStage<Handle> join(
      Endpoint group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    Bundled its = group(group);
    Membership member = new Membership(source, AppCallbacks.two(loop, messages));
    its.members.add(member);
    if (its.isListening) {
      its.joinIfWanted();
      loop.execute(() -> member.joined(leaving(its, member)));
    }
    return member.joined();
  }

  private Bundled group(Endpoint group) {
    Bundled its = groups.get(group);
    if (its == null) {
      its = new Bundled(group);
      groups.put(group, its);
      if (transport != null && interfaces != null) {
        its.open(transport, interfaces);
      }
    }
    return its;
  }

  private Handle leaving(Bundled its, Membership member) {
    return new OnceHandle(
        () -> {
          member.end();
          its.members.remove(member);
          if (its.members.isEmpty() && its.reliable != null) {
            its.reliable.leave();
          }
          closeUnused();
        });
  }

  /** Ends those that are only sent to, but for the last ones. */
  private void closeUnused() {
    List<Bundled> unused = groups.values().stream().filter(each -> each.members.isEmpty()).toList();
    for (Bundled each : unused.subList(0, Math.max(0, unused.size() - MOST_SENT_TO))) {
      groups.remove(each.group);
      each.close();
    }
  }

  SendResult send(Endpoint group, ByteBuffer message) {
    if (transport == null) {
      return SendResult.CLOSED;
    }
    Bundled its = groups.get(group);
    if (its == null) {
      its = group(group);
      closeUnused();
    }
    ReliableGroup reliable = its.reliable;
    return reliable == null ? SendResult.CLOSED : reliable.send(message);
  }

  /** What a receiver sends to this peer alone. */
  void onAnswer(ByteBuffer datagram) {
    for (Bundled each : groups.values()) {
      if (each.reliable != null) {
        each.reliable.onAnswer(datagram.duplicate());
      }
    }
  }

  /** Sockets may be opened from now on: takes up all memberships. */
  void open(Transport by, Interfaces on, GroupSenders sending) {
    transport = by;
    interfaces = on;
    senders = sending;
    List.copyOf(groups.values()).forEach(each -> each.open(by, on));
  }

  /** Closes all; who still waits for a membership has waited in vain, the others stay. */
  void close() {
    for (Bundled each : List.copyOf(groups.values())) {
      each.close();
      for (Membership waiting :
          each.members.stream().filter(member -> member.isPending()).toList()) {
        each.members.remove(waiting);
        loop.execute(() -> waiting.failed(Reason.SHUTDOWN, "the overlay was left"));
      }
      if (each.members.isEmpty()) {
        groups.remove(each.group);
      }
    }
    transport = null;
    interfaces = null;
    senders = null;
  }

  /** The groups that it is a member of now. */
  List<Endpoint> joined() {
    return groups.values().stream()
        .filter(each -> each.isListening && !each.members.isEmpty())
        .map(each -> each.group)
        .toList();
  }

  long heard() {
    return heard;
  }

  /** Datagrams that senders kept no more when they were asked for. */
  long lost() {
    return lost;
  }
}
