package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.SourceFilter;
import io.peerwright.transport.inmemory.kernel.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A LAN on which routers and hosts speak to each other of groups. */
final class SimWire implements Wire {

  /**
   * What anything takes on a LAN without latency, so that nothing is answered before it is said.
   */
  private static final long LEAST_NANOS = 10_000;

  /** Who hears a packet to a group on a LAN. */
  interface Receivers {
    void deliver(SimLan lan, RoutedPacket packet, MulticastHost carrier, long time);
  }

  private final SimLan lan;
  private final Receivers receivers;
  private final List<RouterNode> routers = new ArrayList<>();

  /** In the order in which they joined their first groups. */
  private final Map<MulticastHost, HostNode> hosts = new LinkedHashMap<>();

  private boolean heardV2;
  private long v2HeardAt;

  SimWire(SimLan lan, Receivers receivers) {
    this.lan = lan;
    this.receivers = receivers;
  }

  void add(RouterNode router) {
    routers.add(router);
  }

  void remove(RouterNode router) {
    routers.remove(router);
  }

  /** The sockets of a host want this of a group. */
  void change(MulticastHost host, Endpoint group, SourceFilter filter) {
    if (!host.isOpen()) {
      HostNode gone = hosts.remove(host);
      if (gone != null) {
        gone.end();
      }
    } else {
      hosts.computeIfAbsent(host, this::newNode).change(group, filter);
    }
  }

  /** A host hears queries also while it is a member of nothing, and so knows what is spoken. */
  private HostNode newNode(MulticastHost host) {
    HostNode node = new HostNode(host, this);
    if (heardV2) {
      node.hasHeardV2(v2HeardAt);
    }
    return node;
  }

  @Override
  public void askV2(long now) {
    heardV2 = true;
    v2HeardAt = now;
  }

  private long arrival(Kernel kernel) {
    return kernel.now() + least();
  }

  private long least() {
    return Math.max(LEAST_NANOS, lan.nanos());
  }

  /** The number of the LAN. */
  int number() {
    return lan.number();
  }

  @Override
  public void send(WireNode sender, Endpoint from, Endpoint to, byte[] message) {
    lan.countControl(from, to, message);
    for (RouterNode router : routers) {
      if (to.isMulticast() || to.equals(router.host().sourceFor(to))) {
        send(sender, router, from, to, message);
      }
    }
    if (to.isMulticast()) {
      hosts.values().forEach(each -> send(sender, each, from, to, message));
    }
  }

  private void send(WireNode sender, WireNode node, Endpoint from, Endpoint to, byte[] message) {
    if (node != sender) {
      Kernel kernel = sender.host().kernel();
      TimerTarget arrive =
          (code, argument) -> {
            if (node.host().isOpen()) {
              node.hear(from, to, message);
            }
          };
      kernel.send(sender.host(), node.host(), arrival(kernel), arrive, 0, 0);
    }
  }

  /** A host of the LAN has sent a packet, of which it tells the members itself. */
  void begin(RoutedPacket packet, long leaves) {
    MulticastHost from = packet.sender();
    pass(null, from, packet, Math.max(leaves + least(), arrival(from.kernel())));
  }

  @Override
  public void carry(WireNode carrier, RoutedPacket packet) {
    MulticastHost from = carrier.host();
    long time = arrival(from.kernel());
    lan.count();
    receivers.deliver(lan, packet, from, time);
    pass(carrier, from, packet, time);
  }

  private void pass(
      @Nullable WireNode carrier, MulticastHost from, RoutedPacket packet, long time) {
    for (RouterNode router : routers) {
      if (router != carrier) {
        TimerTarget take = (code, argument) -> router.take(packet);
        from.kernel().send(from, router.host(), time, take, 0, 0);
      }
    }
  }
}
