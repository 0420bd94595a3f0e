package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage;
import io.peerwright.transport.inmemory.dvmrp.DvmrpPort;
import io.peerwright.transport.inmemory.dvmrp.DvmrpRouter;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import io.peerwright.transport.inmemory.lan.RouterProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A router that speaks IGMP, MLD and DVMRP. While it is down it hears and says nothing, and when it
 * is up again it knows nothing of before.
 */
final class ProtocolRouter implements MulticastRouter, DvmrpPort, RouterNode.Owner {

  private final MulticastHost host;
  private final RouterProtocol protocol;
  private final List<SimWire> wires;
  private final ToIntFunction<Endpoint> networks;
  private final RandomGenerator random;
  private final List<RouterNode> nodes = new ArrayList<>();
  private @Nullable DvmrpRouter trees;
  private boolean boundary;

  /** A router that is up. */
  ProtocolRouter(
      MulticastHost host,
      RouterProtocol protocol,
      List<SimWire> wires,
      ToIntFunction<Endpoint> networks) {
    this.host = host;
    this.protocol = protocol;
    this.wires = wires;
    this.networks = networks;
    this.random = host.loop().random("router");
    start();
  }

  private void start() {
    List<Endpoint> self = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (SimWire wire : wires) {
      RouterNode node = new RouterNode(this, wire);
      nodes.add(node);
      wire.add(node);
      self.add(host.sourceFor(Scopes.ANY_IPV4_GROUP));
      numbers.add(wire.number());
    }
    trees =
        new DvmrpRouter(this, self, numbers, random.nextInt(), protocol.pruneLifetime().toNanos());
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public void setUp(boolean isUp) {
    if (isUp && trees == null) {
      start();
    } else if (!isUp && trees != null) {
      trees.end();
      trees = null;
      for (int i = 0; i < wires.size(); i++) {
        nodes.get(i).end();
        wires.get(i).remove(nodes.get(i));
      }
      nodes.clear();
    }
  }

  @Override
  public void setBoundary(boolean isBoundary) {
    boundary = isBoundary;
  }

  // What the parts on the LANs tell.

  @Override
  public MulticastHost host() {
    return host;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public boolean isV2() {
    return protocol.membership() == RouterProtocol.Membership.IGMPV2;
  }

  @Override
  public void membersChanged(Endpoint group) {
    if (trees != null) {
      trees.membersChanged(group);
    }
  }

  @Override
  public void hear(RouterNode on, Endpoint from, DvmrpMessage message) {
    int lan = nodes.indexOf(on);
    if (trees != null && lan >= 0) {
      trees.hear(lan, from, message);
    }
  }

  @Override
  public void take(RouterNode on, RoutedPacket packet) {
    int lan = nodes.indexOf(on);
    if (trees == null || lan < 0 || packet.ttl() < 2) {
      return;
    }
    for (int out : trees.forward(lan, packet.source(), packet.group())) {
      nodes.get(out).carry(packet.afterRouter());
    }
  }

  // What the trees need.

  @Override
  public Loop loop() {
    return host.loop();
  }

  @Override
  public void send(int lan, @Nullable Endpoint to, DvmrpMessage message) {
    nodes.get(lan).send(to, message);
  }

  @Override
  public boolean hasMember(int lan, Endpoint group, Endpoint source) {
    return nodes.get(lan).hasMember(group, source);
  }

  @Override
  public boolean mayCross(Endpoint group) {
    return !Scopes.isLinkLocal(group) && !(boundary && Scopes.isAdministrative(group));
  }

  @Override
  public int networkOf(Endpoint source) {
    return networks.applyAsInt(source);
  }

  @Override
  public String toString() {
    return host.name();
  }
}
