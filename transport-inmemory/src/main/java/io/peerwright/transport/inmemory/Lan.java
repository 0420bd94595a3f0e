package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subnet on which all hosts hear each other's multicast. */
final class Lan {

  private final Kernel kernel;
  private final Wire wire;

  /** Looked up by group only; the members of a group are in the order in which they joined. */
  private final Map<Endpoint, List<Membership>> groups = new HashMap<>();

  Lan(Kernel kernel, Wire wire) {
    this.kernel = kernel;
    this.wire = wire;
  }

  void join(Membership membership) {
    groups.computeIfAbsent(membership.group(), group -> new ArrayList<>()).add(membership);
  }

  void leave(Membership membership) {
    List<Membership> members = groups.get(membership.group());
    if (members != null && members.remove(membership) && members.isEmpty()) {
      groups.remove(membership.group());
    }
  }

  /** Sends a copy of the block to each socket that hears it; the block is used up. */
  void send(SimDatagrams sender, Endpoint to, SocketOptions options, int block, long leaves) {
    Endpoint out = options.multicastInterface();
    Endpoint from = sender.sourceFor(out != null ? out : to);
    Set<SimDatagrams> served = new HashSet<>();
    for (Membership member : groups.getOrDefault(to.withPort(0), List.of())) {
      SimHost receiver = member.socket().host();
      if (member.hears(from, to.port())
          && isInReach(sender.host(), receiver, options)
          && served.add(member.socket())
          && !sender.isLost(receiver)) {
        long time = leaves + sender.delay(receiver);
        kernel.at(time, member.delivery(sender, from), 0, kernel.arena.copy(block));
      }
    }
    kernel.arena.give(block);
  }

  private boolean isInReach(SimHost from, SimHost to, SocketOptions options) {
    return from == to
        ? options.multicastLoopback()
        : options.multicastTtl() > 0 && wire.reaches(from, to);
  }
}
