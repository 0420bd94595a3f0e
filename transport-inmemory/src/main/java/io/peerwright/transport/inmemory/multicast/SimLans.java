package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.igmp.SourceFilter;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.kernel.Shards;
import io.peerwright.transport.inmemory.lan.Lan;
import io.peerwright.transport.inmemory.lan.Lans;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import io.peerwright.transport.inmemory.lan.RouterProtocol;
import io.peerwright.transport.inmemory.multicast.MulticastTree.Branch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries multicast datagrams to the members of their groups.
 *
 * <p>Who is a member is known to each shard for its own hosts only. So a datagram goes to every
 * shard first, in the least time that the network takes, and from there to those who are members
 * then, each after its own time. The routers know of members without delay, in the same way.
 */
public final class SimLans implements Lans, GroupTable {

  private final MulticastNetwork network;
  private final Shards<?> shards;

  /** Of each shard; looked up by group only. */
  private final List<Map<Endpoint, Members>> groups = new ArrayList<>();

  private int lansMade;
  private final SimLan defaultLan;

  /** By the name of a host, so that one that is started again is where it was. */
  private final Map<String, SimLan> lans = new ConcurrentHashMap<>();

  /** By the LAN next to them, in the order in which they came. */
  private final Map<SimLan, List<SimRouter>> routers = new HashMap<>();

  /** LANs whose routers speak a protocol. */
  private final Map<SimLan, SimWire> wires = new HashMap<>();

  /** By the LAN of the source; forgotten when a router changes. */
  private final Map<SimLan, MulticastTree> trees = new ConcurrentHashMap<>();

  /** No LANs but the one that all are on, and no routers. */
  public SimLans(MulticastNetwork network, Shards<?> shards) {
    this.network = network;
    this.defaultLan = newLan("default", Duration.ZERO);
    this.shards = shards;
    for (int i = 0; i < shards.count(); i++) {
      groups.add(new HashMap<>());
    }
  }

  @Override
  public SimLan defaultLan() {
    return defaultLan;
  }

  @Override
  public SimLan newLan(String name, Duration latency) {
    return new SimLan(this::newHost, ++lansMade, name, latency);
  }

  @Override
  public MulticastRouter newRouter(String name, Lan... between) {
    change();
    List<SimLan> lans = lans(between, lan -> !wires.containsKey(lan));
    SimRouter router = new SimRouter(this::change, name, lans);
    for (SimLan lan : lans) {
      routers.computeIfAbsent(lan, each -> new ArrayList<>()).add(router);
    }
    return router;
  }

  @Override
  public MulticastRouter newRouter(String name, RouterProtocol protocol, Lan... between) {
    change();
    if (shards.count() > 1) {
      throw new IllegalStateException(
          "routers that speak a protocol need a simulation of one shard");
    }
    List<SimLan> lans = lans(between, lan -> !routers.containsKey(lan));
    for (SimLan lan : lans) {
      if (!wires.containsKey(lan)) {
        wires.put(lan, new SimWire(lan, this::deliver));
        tellMembers(lan);
      }
    }
    MulticastHost host = (MulticastHost) network.newHost(name, null, null);
    List<SimWire> on = lans.stream().map(wires::get).map(Objects::requireNonNull).toList();
    return new ProtocolRouter(host, protocol, on, this::networkOf);
  }

  private static List<SimLan> lans(Lan[] between, Predicate<SimLan> fits) {
    List<SimLan> lans = Arrays.stream(between).map(SimLan.class::cast).toList();
    for (SimLan lan : lans) {
      if (!fits.test(lan)) {
        throw new IllegalArgumentException(
            lan
                + " has routers of the other kind; a LAN has either those that know its members"
                + " or those that speak a RouterProtocol");
      }
    }
    return lans;
  }

  /** The number of the LAN that an address of a host is on. */
  private int networkOf(Endpoint source) {
    MulticastHost host = network.hostAt(source);
    return host == null ? 0 : lanOf(host).number();
  }

  /** Tells a LAN that has got its first router of who is a member already. */
  private void tellMembers(SimLan lan) {
    groups.get(0).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each -> {
              Set<MulticastHost> told = new HashSet<>();
              for (Membership member : each.getValue().all()) {
                MulticastHost host = member.socket().host();
                if (lanOf(host) == lan && told.add(host)) {
                  changed(host, each.getKey());
                }
              }
            });
  }

  /** What a host wants of a group may have changed. */
  private void changed(MulticastHost host, Endpoint group) {
    SimWire wire = wires.isEmpty() ? null : wires.get(lanOf(host));
    if (wire != null && !host.isBehindNat()) {
      Members members = groups.get(0).get(group);
      wire.change(host, group, members == null ? SourceFilter.NONE : members.filterOf(host));
    }
  }

  /** Shows a packet that a router has put on a LAN to the members there. */
  private void deliver(SimLan lan, RoutedPacket packet, MulticastHost carrier, long time) {
    Members members = groups.get(0).get(packet.group());
    if (members == null) {
      return;
    }
    Set<MulticastSocket> served = members.newNotes();
    for (Membership member : members.all()) {
      MulticastHost receiver = member.socket().host();
      if (lanOf(receiver) == lan
          && !receiver.isBehindNat()
          && member.wants(packet.from())
          && member.hears(packet.from(), packet.to().port())
          && network.reaches(packet.sender(), receiver)
          && (served == null || served.add(member.socket()))
          && !network.isLost(packet.sender(), receiver, packet.number())) {
        Kernel kernel = carrier.kernel();
        int block = kernel.arena.take(packet.content().length);
        kernel.arena.fill(block, ByteBuffer.wrap(packet.content()), packet.content().length);
        kernel.sendBlock(
            carrier.nextKey(),
            receiver,
            time,
            member.delivery(packet.sender(), packet.from()),
            block);
      }
    }
  }

  /** Before a router changes. */
  private void change() {
    network.checkDisturbance();
    trees.clear();
  }

  /** Adds a host that is on a LAN. */
  private Host newHost(
      SimLan lan, String name, @Nullable Endpoint listen, @Nullable Path directory) {
    Host added = network.newHost(name, listen, directory);
    lans.put(name, lan);
    return added;
  }

  private SimLan lanOf(MulticastHost host) {
    // Most simulations have one LAN: then nobody is looked up.
    return lans.isEmpty() || host.isBehindNat()
        ? defaultLan
        : lans.getOrDefault(host.name(), defaultLan);
  }

  private Map<Endpoint, Members> groupsOf(MulticastHost host) {
    return groups.get(host.shard());
  }

  @Override
  public void join(Membership membership) {
    groupsOf(membership.socket().host())
        .computeIfAbsent(membership.group(), group -> new Members())
        .add(membership);
    changed(membership.socket().host(), membership.group());
  }

  @Override
  public void leave(Membership membership) {
    Map<Endpoint, Members> mine = groupsOf(membership.socket().host());
    Members members = mine.get(membership.group());
    if (members != null) {
      members.remove(membership);
      if (members.isEmpty()) {
        mine.remove(membership.group());
      }
      changed(membership.socket().host(), membership.group());
    }
  }

  /** Sends a copy of the block to each socket that hears it; the block is used up. */
  public void send(
      MulticastSocket sender, Endpoint to, SocketOptions options, int block, long leaves) {
    MulticastHost host = sender.host();
    Endpoint out = options.multicastInterface();
    Packet packet =
        new Packet(
            host, sender.sourceFor(out != null ? out : to), to, options.multicastTtl(), leaves);
    Kernel here = host.kernel();
    if (options.multicastLoopback()) {
      packet.deliver(here, true, block);
    }
    if (options.multicastTtl() > 0 && !host.isBehindNat()) {
      packet.home.count();
    }
    SimWire wire = wires.get(packet.home);
    if (wire != null && options.multicastTtl() > 0 && !host.isBehindNat()) {
      byte[] content = new byte[here.arena.remaining(block)];
      here.arena.view(block, content.length).get(content);
      int ttl = options.multicastTtl();
      wire.begin(new RoutedPacket(host, packet.from, to, packet.number, ttl, content), leaves);
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
    private final MulticastHost sender;
    private final Endpoint from;
    private final Endpoint to;
    private final Endpoint group;
    private final int number;
    private final long key;
    private final int ttl;
    private final long leaves;
    private final SimLan home;

    /** What has carried it, beside its own LAN; null if nothing has. All shards note it here. */
    private @Nullable Set<SimLan> carried;

    Packet(MulticastHost sender, Endpoint from, Endpoint to, int ttl, long leaves) {
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
      Set<MulticastSocket> served = members.newNotes();
      MulticastTree tree = trees.computeIfAbsent(home, lan -> new MulticastTree(lan, routers));
      for (Membership member : members.all()) {
        MulticastHost receiver = member.socket().host();
        if (toSelf != (receiver == sender) || !receiver.isBeside(sender) || !member.wants(from)) {
          continue;
        }
        Branch branch = branchTo(tree, lanOf(receiver));
        if (branch == null) {
          continue;
        }
        carry(branch);
        if (member.hears(from, to.port())
            && network.reaches(sender, receiver)
            && (served == null || served.add(member.socket()))
            && !network.isLost(sender, receiver, number)) {
          long time =
              Math.max(
                  there.now(), leaves + branch.nanos() + network.delay(sender, receiver, number));
          int copy = there.arena.copy(block);
          there.sendBlock(key, receiver, time, member.delivery(sender, from), copy);
        }
      }
    }

    /** The way to a LAN; null if the routers let it not go there. */
    private @Nullable Branch branchTo(MulticastTree tree, SimLan lan) {
      Branch branch = tree.to(lan);
      if (branch == null || branch.parent() == null) {
        return branch;
      }
      boolean stays = Scopes.isLinkLocal(to) || branch.isBounded() && Scopes.isAdministrative(to);
      return stays || branch.hops() >= ttl ? null : branch;
    }

    private synchronized boolean isNew(SimLan lan) {
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
}
