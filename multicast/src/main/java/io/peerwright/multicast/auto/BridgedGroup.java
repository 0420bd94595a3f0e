package io.peerwright.multicast.auto;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.OnceHandle;
import io.peerwright.multicast.delivery.Membership;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group that a peer is a member of: heard on each subnet with IP multicast, and over the overlay
 * if this peer bridges one of them, or has none.
 *
 * <p>A message is known by source, epoch and number. What comes by one way for the first time goes
 * out by each other way that this peer is the bridge of; so one copy enters a subnet, and a loop of
 * subnets passes nothing on twice.
 */
final class BridgedGroup {

  private final Group group;
  private final AutoCounters counters;
  private final Runnable onEmpty;
  private final List<Membership> members = new ArrayList<>(1);
  private final List<Leg> legs = new ArrayList<>(1);
  private @Nullable Ways ways;
  private @Nullable Handle overlay;
  private boolean isJoiningOverlay;

  /** Counts openings, so that what was begun in an earlier one is told from the present. */
  private int opening;

  BridgedGroup(Group group, AutoCounters counters, Runnable onEmpty) {
    this.group = group;
    this.counters = counters;
    this.onEmpty = onEmpty;
  }

  /** The group on one subnet. */
  private final class Leg implements BridgeElection.Subnet {
    final Multicast subnet;
    final Ways by;
    final int of = opening;
    @Nullable Handle membership;
    @Nullable BridgeElection election;
    boolean failed;

    Leg(Multicast subnet, Ways by) {
      this.subnet = subnet;
      this.by = by;
    }

    void join() {
      subnet
          .join(group, null, (from, data) -> heardOnSubnet(this, data))
          .whenComplete(
              (handle, failure) -> {
                if (of != opening && handle != null) {
                  handle.close();
                } else if (of == opening) {
                  joined(handle);
                }
              });
    }

    private void joined(@Nullable Handle handle) {
      membership = handle;
      failed = handle == null;
      if (handle != null) {
        election = new BridgeElection(by.loop(), by.random(), by.self().epoch(), this);
      }
      review();
    }

    boolean isBridge() {
      return election != null && election.isBridge();
    }

    boolean isDecided() {
      return failed || election != null && election.isDecided();
    }

    @Override
    public void say(AutoFrame.Bridge frame) {
      subnet.send(group, frame.write());
    }

    @Override
    public void onBridge(boolean isBridge) {
      counters.bridges += isBridge ? 1 : -1;
      review();
    }

    void close() {
      if (election != null) {
        counters.bridges -= election.isBridge() ? 1 : 0;
        election.close();
      }
      if (membership != null) {
        membership.close();
      }
    }
  }

  // ---- members

  void add(Membership member) {
    members.add(member);
    Ways current = ways;
    if (current != null) {
      current.loop().execute(this::review);
    }
  }

  private Handle leaving(Membership member) {
    return new OnceHandle(
        () -> {
          member.end();
          members.remove(member);
          if (members.isEmpty()) {
            close();
            onEmpty.run();
          }
        });
  }

  // ---- ways

  void open(Ways by) {
    ways = by;
    opening++;
    for (Multicast each : by.subnets()) {
      legs.add(new Leg(each, by));
    }
    List.copyOf(legs).forEach(Leg::join);
    review();
  }

  /** Ends all ways; who is still waiting has waited in vain. */
  void close() {
    Ways current = ways;
    ways = null;
    opening++;
    legs.forEach(Leg::close);
    legs.clear();
    if (overlay != null) {
      overlay.close();
      overlay = null;
    }
    isJoiningOverlay = false;
    for (Membership each : members.stream().filter(Membership::isPending).toList()) {
      members.remove(each);
      if (current != null) {
        current.loop().execute(() -> each.failed(Reason.SHUTDOWN, "the overlay was left"));
      }
    }
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Joins or leaves the overlay as the bridges want it, and tells those who wait. */
  private void review() {
    Ways current = ways;
    if (current == null || !legs.stream().allMatch(Leg::isDecided)) {
      return;
    }
    boolean needsOverlay = legs.stream().allMatch(leg -> leg.failed) || isAnyBridge();
    if (needsOverlay && overlay == null && !isJoiningOverlay) {
      joinOverlay(current);
    } else if (!needsOverlay && overlay != null) {
      overlay.close();
      overlay = null;
    }
    if (!needsOverlay || overlay != null) {
      List.copyOf(members).forEach(each -> each.joined(leaving(each)));
    }
  }

  private boolean isAnyBridge() {
    return legs.stream().anyMatch(Leg::isBridge);
  }

  private void joinOverlay(Ways current) {
    isJoiningOverlay = true;
    int of = opening;
    current
        .overlay()
        .join(group, null, (from, data) -> heardOnOverlay(data))
        .whenComplete(
            (handle, failure) -> {
              if (of != opening) {
                if (handle != null) {
                  handle.close();
                }
                return;
              }
              isJoiningOverlay = false;
              overlay = handle;
              if (failure == null) {
                review();
              } else {
                String message = "cannot join " + group.address() + " over the overlay: ";
                List.copyOf(members)
                    .forEach(each -> each.failed(Reason.FAILED, message + failure.getMessage()));
                members.removeIf(each -> each.joined().isCompletedExceptionally());
              }
            });
  }

  // ---- messages

  /** Sends one of ours: to each subnet, and over the overlay unless a bridge does that. */
  SendResult send(AutoFrame.Message message) {
    Ways current = ways;
    if (current == null) {
      return SendResult.CLOSED;
    }
    boolean isLeft = legs.stream().noneMatch(leg -> leg.election != null && leg.isDecided());
    boolean sendsItself = isAnyBridge() || isLeft;
    SendResult result =
        sendsItself ? current.overlay().send(group, message.write()) : SendResult.CLOSED;
    for (Leg each : legs) {
      if (each.election != null) {
        result = better(result, each.subnet.send(group, marked(message, sendsItself).write()));
        // The bridge of the first subnet is enough.
        sendsItself = true;
      }
    }
    return result;
  }

  static AutoFrame.Message marked(AutoFrame.Message message, boolean isEverywhere) {
    return new AutoFrame.Message(
        message.source(), message.sequence(), isEverywhere, message.payload());
  }

  static SendResult better(SendResult one, SendResult other) {
    return one == SendResult.ACCEPTED || other == SendResult.CLOSED ? one : other;
  }

  private void heardOnSubnet(Leg leg, ByteBuffer data) {
    AutoFrame frame = AutoFrame.read(data);
    if (frame instanceof AutoFrame.Bridge bridge) {
      if (leg.election != null) {
        leg.election.heard(bridge);
      }
    } else if (frame instanceof AutoFrame.Message message) {
      Ways current = ways;
      if (current != null && isNew(current, message)) {
        if (leg.isBridge() && !message.isEverywhere()) {
          counters.toOverlay++;
          current.overlay().send(group, message.write());
        }
        pass(leg, message);
      }
    } else {
      counters.strange++;
    }
  }

  private void heardOnOverlay(ByteBuffer data) {
    Ways current = ways;
    if (AutoFrame.read(data) instanceof AutoFrame.Message message) {
      if (current != null && isNew(current, message)) {
        pass(null, message);
      }
    } else {
      counters.strange++;
    }
  }

  private boolean isNew(Ways current, AutoFrame.Message message) {
    long now = current.loop().nanoTime();
    boolean isNew =
        current.seen().accept(group.address(), message.source(), message.sequence(), now);
    counters.duplicates += isNew || message.source().equals(current.self()) ? 0 : 1;
    return isNew;
  }

  /** To the subnets that this peer is the bridge of, but the one that it came from. */
  private void pass(@Nullable Leg from, AutoFrame.Message message) {
    for (Leg each : legs) {
      if (each != from && each.isBridge()) {
        counters.toSubnet++;
        each.subnet.send(group, marked(message, true).write());
      }
    }
    deliver(message.source(), message.payload());
  }

  void deliver(SourceId source, ByteBuffer payload) {
    counters.heard++;
    Endpoint from = source.source();
    for (Membership each : members.size() == 1 ? List.of(members.get(0)) : List.copyOf(members)) {
      each.hear(from, payload);
    }
  }
}
