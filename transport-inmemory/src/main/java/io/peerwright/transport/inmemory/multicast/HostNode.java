package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.HostMembership;
import io.peerwright.transport.inmemory.igmp.MembershipCodec;
import io.peerwright.transport.inmemory.igmp.MembershipMessage;
import io.peerwright.transport.inmemory.igmp.MembershipPort;
import io.peerwright.transport.inmemory.igmp.SourceFilter;
import java.util.random.RandomGenerator;

/** A host on a LAN whose routers ask for members: of IPv4 groups by IGMP, of IPv6 ones by MLD. */
final class HostNode implements WireNode {

  private final MulticastHost host;
  private final Wire wire;
  private final RandomGenerator random;
  private final HostMembership ipv4;
  private final HostMembership ipv6;

  HostNode(MulticastHost host, Wire wire) {
    this.host = host;
    this.wire = wire;
    this.random = host.loop().random("membership");
    this.ipv4 = new HostMembership(new Port(Scopes.ANY_IPV4_GROUP));
    this.ipv6 = new HostMembership(new Port(Scopes.ANY_IPV6_GROUP));
  }

  private final class Port implements MembershipPort {
    private final Endpoint self;

    Port(Endpoint family) {
      self = host.sourceFor(family);
    }

    @Override
    public Loop loop() {
      return host.loop();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void send(MembershipMessage message) {
      wire.send(
          HostNode.this, self, message.to(self.isIpv4()), MembershipCodec.encode(message, self));
    }
  }

  @Override
  public MulticastHost host() {
    return host;
  }

  /** Its LAN has heard a querier of IGMPv2. */
  void hasHeardV2(long at) {
    ipv4.hasHeardV2(at);
  }

  void change(Endpoint group, SourceFilter filter) {
    (group.isIpv4() ? ipv4 : ipv6).change(group, filter);
  }

  void end() {
    ipv4.end();
    ipv6.end();
  }

  @Override
  public void hear(Endpoint from, Endpoint to, byte[] message) {
    MembershipMessage heard = MembershipCodec.decode(message, from, to);
    if (heard != null) {
      (from.isIpv4() ? ipv4 : ipv6).hear(heard);
    }
  }
}
