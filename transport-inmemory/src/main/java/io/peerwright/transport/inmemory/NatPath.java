package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.AddressSpace.Gateway;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.nat.IpProtocol;
import io.peerwright.transport.inmemory.nat.NatFlow;
import org.jspecify.annotations.Nullable;

/**
 * How far a packet has come on its way through NAT boxes. The boxes on the sender's side see it
 * when it leaves, those on the receiver's side when it arrives.
 *
 * @param from its source, as it is seen where it is
 * @param to its destination, as it is seen where it is
 * @param at the machine of that address: a box while it is on its way in
 * @param isRefused whether a box of the sender's side takes it for itself, and refuses it
 */
record NatPath(IpProtocol protocol, Endpoint from, Endpoint to, Member at, boolean isRefused) {

  /** Whether a box may lie between two machines, or between one and an address that is far. */
  static boolean isNeeded(Member from, @Nullable Member holder, Endpoint to) {
    if (holder != null) {
      return holder.box() != null;
    }
    return from.realm().gateway() != null && to.isIpv4();
  }

  /** Takes a packet out as far as it has to go; null if it is dropped or nobody has its address. */
  static @Nullable NatPath leave(
      IpProtocol protocol, Member sender, Endpoint from, Endpoint to, long now) {
    AddressSpace realm = sender.realm();
    Endpoint source = from;
    Endpoint destination = to;
    Member at = realm.holderOf(to);
    for (Gateway nat = realm.gateway(); at == null && nat != null; nat = realm.gateway()) {
      boolean returns = HostAddresses.same(destination, nat.box().address());
      if (returns && !nat.box().model().hairpin()) {
        return new NatPath(protocol, source, destination, nat.face(), true);
      }
      NatFlow flow = nat.box().outbound(protocol, source, destination, now);
      if (flow == null) {
        return null;
      }
      source = flow.outside();
      destination = flow.remote();
      realm = nat.face().realm();
      at = returns ? nat.face() : realm.holderOf(destination);
    }
    return at == null ? null : new NatPath(protocol, source, destination, at, false);
  }

  /** Takes a packet in as far as the boxes let it. */
  NatPath enter(long now) {
    Gateway nat = isRefused || !to.isIpv4() ? null : at.box();
    NatFlow flow = nat == null ? null : nat.box().inbound(protocol, from, to.port(), now);
    Member next = flow == null || nat == null ? null : nat.inside().holderOf(flow.inside());
    return flow == null || next == null
        ? this
        : new NatPath(protocol, flow.seen(), flow.inside(), next, false).enter(now);
  }

  /** Whether it has reached a host, not just a box. */
  boolean isThere() {
    return at.box() == null;
  }

  /** Whether the box that it was stopped at says so to the sender. */
  boolean isAnswered() {
    Gateway nat = at.box();
    return isRefused || nat != null && nat.box().model().answersUnsolicited();
  }
}
