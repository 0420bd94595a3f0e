package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A subnet on which all hosts hear each other's multicast.
 *
 * <p>Who is a member is known to each shard for its own hosts only. So a datagram goes to every
 * shard first, in the least time that the network takes, and from there to those who are members
 * then, each after its own time.
 */
final class Lan {

  private final Shards shards;
  private final Wire wire;

  /** Of each shard; looked up by group only, its members in the order in which they joined. */
  private final List<Map<Endpoint, List<Membership>>> groups = new ArrayList<>();

  Lan(Shards shards, Wire wire) {
    this.shards = shards;
    this.wire = wire;
    for (int i = 0; i < shards.count(); i++) {
      groups.add(new HashMap<>());
    }
  }

  private Map<Endpoint, List<Membership>> groupsOf(SimHost host) {
    return groups.get(host.kernel().shard());
  }

  void join(Membership membership) {
    groupsOf(membership.socket().host())
        .computeIfAbsent(membership.group(), group -> new ArrayList<>())
        .add(membership);
  }

  void leave(Membership membership) {
    Map<Endpoint, List<Membership>> mine = groupsOf(membership.socket().host());
    List<Membership> members = mine.get(membership.group());
    if (members != null && members.remove(membership) && members.isEmpty()) {
      mine.remove(membership.group());
    }
  }

  /** Sends a copy of the block to each socket that hears it; the block is used up. */
  void send(SimDatagrams sender, Endpoint to, SocketOptions options, int block, long leaves) {
    SimHost host = sender.host();
    Endpoint out = options.multicastInterface();
    Packet packet = new Packet(host, sender.sourceFor(out != null ? out : to), to, leaves);
    Kernel here = host.kernel();
    if (options.multicastLoopback()) {
      packet.deliver(here, true, block);
    }
    for (int i = 0; i < shards.count() && options.multicastTtl() > 0; i++) {
      long time = leaves + shards.lookAhead();
      int copy = here.arena.copy(block);
      here.sendBlock(packet.key, shards.get(i), time, packet, i, 0, copy);
    }
    here.arena.give(block);
  }

  /** A datagram to a group, on its way to the shards and from there to the members. */
  private final class Packet implements TimerTarget {
    private final SimHost sender;
    private final Endpoint from;
    private final Endpoint to;
    private final int number;
    private final long key;
    private final long leaves;

    Packet(SimHost sender, Endpoint from, Endpoint to, long leaves) {
      this.sender = sender;
      this.from = from;
      this.to = to;
      this.number = sender.nextPacket();
      this.key = sender.nextKey();
      this.leaves = leaves;
    }

    @Override
    public void onTimer(int shard, long block) {
      Kernel there = shards.get(shard);
      deliver(there, false, (int) block);
      there.arena.give((int) block);
      there.discount();
    }

    /** Sends a copy to each member that belongs to a shard: on the sender's host, or elsewhere. */
    void deliver(Kernel there, boolean toSelf, int block) {
      Map<Endpoint, List<Membership>> here = groups.get(there.shard());
      Set<SimDatagrams> served = new HashSet<>();
      for (Membership member : here.getOrDefault(to.withPort(0), List.of())) {
        SimHost receiver = member.socket().host();
        if (toSelf == (receiver == sender)
            && receiver.realm() == sender.realm()
            && member.hears(from, to.port())
            && wire.reaches(sender, receiver)
            && served.add(member.socket())
            && !wire.isLost(sender, receiver, number)) {
          long time = Math.max(there.now(), leaves + wire.delay(sender, receiver, number));
          int copy = there.arena.copy(block);
          there.sendBlock(key, there, time, member.delivery(sender, from), 0, 0, copy);
        }
      }
    }
  }
}
