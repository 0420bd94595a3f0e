package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.delivery.Membership;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a peer is a member of: a socket for each group and source while it is in the
 * network, shared by all memberships of that group. Memberships outlast the sockets.
 */
final class Groups {

  private record Key(Endpoint group, @Nullable Endpoint source) {}

  private final class Members {
    final Key key;
    final List<Membership> all = new ArrayList<>(1);
    @Nullable GroupSocket socket;
    boolean isMember;

    Members(Key key) {
      this.key = key;
    }

    void open(Transport transport, Interfaces interfaces) {
      Endpoint group = key.group();
      List<Endpoint> on = interfaces.of(group.isIpv4());
      if (on.isEmpty()) {
        loop.execute(() -> outcome(Reason.UNSUPPORTED));
        return;
      }
      socket =
          new GroupSocket(transport, List.of(group), on, key.source(), this::hear, this::outcome);
    }

    void close() {
      isMember = false;
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }

    private void outcome(@Nullable Reason failure) {
      if (failure == null) {
        isMember = true;
        List.copyOf(all).forEach(each -> each.joined(leaving(this, each)));
      } else {
        members.remove(key);
        close();
        String message = "cannot join " + key.group() + " on any interface";
        all.forEach(each -> each.failed(failure, message));
      }
    }

    private void hear(Endpoint from, ByteBuffer message) {
      heard++;
      // One that joins or leaves from inside a message changes the list.
      for (Membership each : all.size() == 1 ? List.of(all.get(0)) : List.copyOf(all)) {
        each.hear(from, message);
      }
    }
  }

  private final Loop loop;
  private final Map<Key, Members> members = new LinkedHashMap<>();
  private @Nullable Transport transport;
  private @Nullable Interfaces interfaces;
  private long heard;

  Groups(Loop loop) {
    this.loop = loop;
  }

  CompletionStage<Handle> join(
      Endpoint group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    Members its = members.computeIfAbsent(new Key(group, source), Members::new);
    Membership membership = new Membership(null, AppCallbacks.two(loop, messages));
    its.all.add(membership);
    if (its.isMember) {
      loop.execute(() -> membership.joined(leaving(its, membership)));
    } else if (its.socket == null && transport != null && interfaces != null) {
      its.open(transport, interfaces);
    }
    return membership.joined();
  }

  private Handle leaving(Members its, Membership membership) {
    return new OnceHandle(
        () -> {
          membership.end();
          its.all.remove(membership);
          if (its.all.isEmpty() && members.get(its.key) == its) {
            members.remove(its.key);
            its.close();
          }
        });
  }

  /** Sockets may be opened from now on: takes up all memberships. */
  void open(Transport by, Interfaces on) {
    transport = by;
    interfaces = on;
    List.copyOf(members.values()).forEach(each -> each.open(by, on));
  }

  /** Closes all sockets; who still waits for a membership has waited in vain. */
  void close() {
    transport = null;
    interfaces = null;
    for (Members each : List.copyOf(members.values())) {
      each.close();
      for (Membership waiting : each.all.stream().filter(Membership::isPending).toList()) {
        each.all.remove(waiting);
        loop.execute(() -> waiting.failed(Reason.SHUTDOWN, "the overlay was left"));
      }
      if (each.all.isEmpty()) {
        members.remove(each.key);
      }
    }
  }

  /** The groups that it is a member of now. */
  List<Endpoint> joined() {
    return members.values().stream()
        .filter(each -> each.isMember)
        .map(each -> each.key.group())
        .distinct()
        .toList();
  }

  long heard() {
    return heard;
  }
}
