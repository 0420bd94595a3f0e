package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.dvmrp.DvmrpCodec;
import io.peerwright.transport.inmemory.dvmrp.DvmrpMessage;
import io.peerwright.transport.inmemory.igmp.MembershipCodec;
import io.peerwright.transport.inmemory.igmp.MembershipMessage;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipPort;
import io.peerwright.transport.inmemory.igmp.RouterMembership;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A router's part on one of its LANs. */
final class RouterNode implements WireNode {

  /** The router, as this part of it needs it. */
  interface Owner {
    MulticastHost host();

    RandomGenerator random();

    /** Whether it asks with IGMPv2. */
    boolean isV2();

    void membersChanged(Endpoint group);

    void hear(RouterNode on, Endpoint from, DvmrpMessage message);

    void take(RouterNode on, RoutedPacket packet);
  }

  private static final Endpoint ALL_DVMRP_ROUTERS = Endpoint.ofIpv4(0xe0000004, 0);

  private final Owner owner;
  private final Wire wire;
  private final Endpoint ipv4;
  private final Endpoint ipv6;
  private final RouterMembership members;
  private final RouterMembership members6;

  RouterNode(Owner owner, Wire wire) {
    this.owner = owner;
    this.wire = wire;
    this.ipv4 = owner.host().sourceFor(Scopes.ANY_IPV4_GROUP);
    this.ipv6 = owner.host().sourceFor(Scopes.ANY_IPV6_GROUP);
    Consumer<Endpoint> changed = owner::membersChanged;
    this.members = new RouterMembership(new Port(ipv4), owner.isV2(), ipv4, changed);
    this.members6 = new RouterMembership(new Port(ipv6), false, ipv6, changed);
  }

  private final class Port implements MembershipPort {
    private final Endpoint self;

    Port(Endpoint self) {
      this.self = self;
    }

    @Override
    public Loop loop() {
      return owner.host().loop();
    }

    @Override
    public RandomGenerator random() {
      return owner.random();
    }

    @Override
    public void send(MembershipMessage message) {
      if (message instanceof Query query && query.isV2()) {
        wire.askV2(loop().nanoTime());
      }
      byte[] bytes = MembershipCodec.encode(message, self);
      wire.send(RouterNode.this, self, message.to(self.isIpv4()), bytes);
    }
  }

  @Override
  public MulticastHost host() {
    return owner.host();
  }

  boolean hasMember(Endpoint group, Endpoint source) {
    return (group.isIpv4() ? members : members6).hasMember(group, source);
  }

  void end() {
    members.end();
    members6.end();
  }

  /** Says something to one router of the LAN, or to all. */
  void send(@Nullable Endpoint to, DvmrpMessage message) {
    wire.send(this, ipv4, to == null ? ALL_DVMRP_ROUTERS : to, DvmrpCodec.encode(message));
  }

  void carry(RoutedPacket packet) {
    wire.carry(this, packet);
  }

  @Override
  public void hear(Endpoint from, Endpoint to, byte[] bytes) {
    DvmrpMessage ofRouter = from.isIpv4() ? DvmrpCodec.decode(bytes) : null;
    if (ofRouter != null) {
      owner.hear(this, from, ofRouter);
      return;
    }
    MembershipMessage message = MembershipCodec.decode(bytes, from, to);
    if (message != null) {
      (from.isIpv4() ? members : members6).hear(message, from);
    }
  }

  /** A packet to a group has come. */
  void take(RoutedPacket packet) {
    owner.take(this, packet);
  }
}
