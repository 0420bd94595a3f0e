package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.MulticastTree.Branch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The LANs of a simulation and the multicast routers between them.
 *
 * <p>A datagram to a group is heard on its sender's LAN. Routers forward it to the LANs that have
 * members for its source, on a tree of the fewest routers, at most one copy on each LAN and line,
 * while its TTL lasts; groups of link-local scope never leave a LAN. Hosts that were put on no LAN
 * are on the {@link #defaultLan}; those behind a NAT box are on none of these.
 *
 * <p>Who is a member is known to each shard for its own hosts only. So a datagram goes to every
 * shard first, in the least time that the network takes, and from there to those who are members
 * then, each after its own time. The routers know of members without delay, in the same way.
 */
public final class Lans {

  private final Simulation simulation;
  private final Shards shards;
  private final NetworkPath wire;

  /** Of each shard; looked up by group only. */
  private final List<Map<Endpoint, Members>> groups = new ArrayList<>();

  private final Lan defaultLan;

  /** By the name of a host, so that one that is started again is where it was. */
  private final Map<String, Lan> lans = new ConcurrentHashMap<>();

  /** By the LAN of the source; forgotten when a router changes. */
  private final Map<Lan, MulticastTree> trees = new ConcurrentHashMap<>();

  Lans(Simulation simulation, Shards shards, NetworkPath wire) {
    this.simulation = simulation;
    this.defaultLan = new Lan(simulation, "default", Duration.ZERO);
    this.shards = shards;
    this.wire = wire;
    for (int i = 0; i < shards.count(); i++) {
      groups.add(new HashMap<>());
    }
  }

  /** Where hosts are that were put nowhere else. */
  public Lan defaultLan() {
    return defaultLan;
  }

  /**
   * Adds a LAN, or with two routers and no hosts a line between them.
   *
   * @param latency what a datagram that a router puts on it takes more than one that stays on its
   *     LAN; 0 or more
   */
  public Lan newLan(String name, Duration latency) {
    return new Lan(simulation, name, latency);
  }

  /** Adds a router that forwards multicast between LANs. */
  public MulticastRouter newRouter(String name, Lan... between) {
    change();
    MulticastRouter router = new MulticastRouter(this, name, List.of(between));
    for (Lan lan : between) {
      lan.routers().add(router);
    }
    return router;
  }

  /** Before a router changes. */
  void change() {
    simulation.checkDisturbance();
    trees.clear();
  }

  void put(String host, Lan lan) {
    lans.put(host, lan);
  }

  private Lan lanOf(SimHost host) {
    // Most simulations have one LAN: then nobody is looked up.
    return lans.isEmpty() || host.realm().gateway() != null
        ? defaultLan
        : lans.getOrDefault(host.name(), defaultLan);
  }

  private Map<Endpoint, Members> groupsOf(SimHost host) {
    return groups.get(host.kernel().shard());
  }

  void join(Membership membership) {
    groupsOf(membership.socket().host())
        .computeIfAbsent(membership.group(), group -> new Members())
        .add(membership);
  }

  void leave(Membership membership) {
    Map<Endpoint, Members> mine = groupsOf(membership.socket().host());
    Members members = mine.get(membership.group());
    if (members != null) {
      members.remove(membership);
      if (members.isEmpty()) {
        mine.remove(membership.group());
      }
    }
  }

  /** Sends a copy of the block to each socket that hears it; the block is used up. */
  void send(SimDatagrams sender, Endpoint to, SocketOptions options, int block, long leaves) {
    SimHost host = sender.host();
    Endpoint out = options.multicastInterface();
    Packet packet =
        new Packet(
            host, sender.sourceFor(out != null ? out : to), to, options.multicastTtl(), leaves);
    Kernel here = host.kernel();
    if (options.multicastLoopback()) {
      packet.deliver(here, true, block);
    }
    if (options.multicastTtl() > 0 && host.realm().gateway() == null) {
      packet.home.count();
    }
    for (int i = 0; i < shards.count() && options.multicastTtl() > 0; i++) {
      long time = leaves + shards.lookAhead();
      int copy = here.arena.copy(block);
      here.sendToAll(packet.key, shards.get(i), time, packet, i, 0, copy);
    }
    here.arena.give(block);
  }

  /** A datagram to a group, on its way to the shards and from there to the members. */
  private final class Packet implements TimerTarget {
    private final SimHost sender;
    private final Endpoint from;
    private final Endpoint to;
    private final Endpoint group;
    private final int number;
    private final long key;
    private final int ttl;
    private final long leaves;
    private final Lan home;

    /** What has carried it, beside its own LAN; null if nothing has. All shards note it here. */
    private @Nullable Set<Lan> carried;

    Packet(SimHost sender, Endpoint from, Endpoint to, int ttl, long leaves) {
      this.sender = sender;
      this.from = from;
      this.to = to;
      this.group = to.withPort(0);
      this.number = sender.nextPacket();
      this.key = sender.nextKey();
      this.ttl = ttl;
      this.leaves = leaves;
      this.home = lanOf(sender);
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
      Members members = groups.get(there.shard()).get(group);
      if (members == null) {
        return;
      }
      Set<SimDatagrams> served = members.newNotes();
      MulticastTree tree = trees.computeIfAbsent(home, MulticastTree::new);
      for (Membership member : members.all()) {
        SimHost receiver = member.socket().host();
        if (toSelf != (receiver == sender)
            || receiver.realm() != sender.realm()
            || !member.wants(from)) {
          continue;
        }
        Branch branch = branchTo(tree, lanOf(receiver));
        if (branch == null) {
          continue;
        }
        carry(branch);
        if (member.hears(from, to.port())
            && wire.reaches(sender, receiver)
            && (served == null || served.add(member.socket()))
            && !wire.isLost(sender, receiver, number)) {
          long time =
              Math.max(there.now(), leaves + branch.nanos() + wire.delay(sender, receiver, number));
          int copy = there.arena.copy(block);
          there.sendBlock(key, receiver, time, member.delivery(sender, from), copy);
        }
      }
    }

    /** The way to a LAN; null if the routers let it not go there. */
    private @Nullable Branch branchTo(MulticastTree tree, Lan lan) {
      Branch branch = tree.to(lan);
      if (branch == null || branch.parent() == null) {
        return branch;
      }
      boolean stays = isLinkLocal(to) || branch.isBounded() && isAdministrative(to);
      return stays || branch.hops() >= ttl ? null : branch;
    }

    private synchronized boolean isNew(Lan lan) {
      if (carried == null) {
        carried = new HashSet<>();
      }
      return carried.add(lan);
    }

    private void carry(Branch last) {
      for (Branch branch = last; branch != null; branch = branch.parent()) {
        if (branch.lan() != home && isNew(branch.lan())) {
          branch.lan().count();
        }
      }
    }
  }

  private static boolean isLinkLocal(Endpoint group) {
    return group.isIpv4() ? group.ipv4() >>> 8 == 0xe00000 : scope(group) <= 2;
  }

  private static boolean isAdministrative(Endpoint group) {
    return group.isIpv4() ? group.ipv4() >>> 24 == 239 : scope(group) < 14;
  }

  private static int scope(Endpoint group) {
    return (int) (group.high() >>> 48) & 15;
  }
}
