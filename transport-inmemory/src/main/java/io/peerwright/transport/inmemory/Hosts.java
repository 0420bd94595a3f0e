package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.kernel.Shards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is there: hosts by number, by name and by address. Hosts are added by any thread; they are
 * never taken out, only closed.
 */
final class Hosts implements HostLookup {

  private volatile @Nullable SimHost[] byIndex = new SimHost[16];
  private volatile int count;

  /** The sites of hosts by number, as far as one is not that of the host itself. */
  private int[] sites = new int[0];

  /** What packets need to know of a host, by number, close together. */
  private long[] identities = new long[16];

  /** The shard of a host, and 1; negative for those with which something is special. */
  private byte[] ordinary = new byte[16];

  /** Open addressing by name: half the memory of a map, which counts with a million hosts. */
  private @Nullable SimHost[] byName = new SimHost[32];

  /** How to make the host of a number, on the machine of another one if there is a neighbour. */
  interface Maker {
    SimHost make(int index, @Nullable SimHost neighbour);
  }

  synchronized SimHost add(
      String name, AddressSpace realm, @Nullable Endpoint listen, Maker maker) {
    SimHost namesake = named(name);
    if (namesake != null && namesake.isOpen()) {
      throw new IllegalArgumentException("there is a host \"" + name + "\" already");
    }
    while (realm.givenTo(HostAddresses.ipv4(count)) != null) {
      count++;
    }
    int index = count;
    if (index >= byIndex.length) {
      byIndex = Arrays.copyOf(byIndex, Math.max(index + 1, byIndex.length * 2));
      identities = Arrays.copyOf(identities, byIndex.length);
      ordinary = Arrays.copyOf(ordinary, byIndex.length);
    }
    Endpoint given = listen != null && HostAddresses.isSpecific(listen) ? listen : null;
    Member holder = given == null ? null : realm.holderOf(given);
    SimHost neighbour = holder != null && holder.isOpen() ? at(holder.index()) : null;
    SimHost host = maker.make(index, neighbour);
    byIndex[index] = host;
    settle(index, host.siteNumber(neighbour));
    identities[index] = host.identity();
    boolean isOrdinary = realm.gateway() == null && listen == null;
    int shard = host.kernel().shard() + 1;
    ordinary[index] = (byte) (isOrdinary ? shard : -shard);
    count = index + 1;
    if (2 * count > byName.length) {
      rehash();
    }
    byName[slotOf(byName, name)] = host;
    if (given != null && neighbour == null) {
      realm.give(given, host);
    }
    return host;
  }

  @Override
  public void makeSpecial(int index) {
    ordinary[index] = (byte) -Math.abs(ordinary[index]);
  }

  @Override
  public int ordinaryRoute(int from, Endpoint to) {
    int index = ordinary[from] > 0 ? ordinaryAt(to) : -1;
    return index == from ? -1 : index;
  }

  /**
   * The number of an ordinary host that has this address by order: on a machine of its own, in the
   * outermost network. -1 if there may be more to it.
   */
  private int ordinaryAt(Endpoint address) {
    int index = HostAddresses.indexOf(address);
    return index >= 0 && index < count && ordinary[index] > 0 ? index : -1;
  }

  /** The shard of a host. */
  @Override
  public int shard(int index) {
    return Math.abs(ordinary[index]) - 1;
  }

  /** The identity of a host. */
  @Override
  public long identity(int index) {
    return identities[index];
  }

  private void settle(int index, int site) {
    if (site != index && index >= sites.length) {
      int length = sites.length;
      sites = Arrays.copyOf(sites, byIndex.length);
      Arrays.setAll(sites, i -> i < length ? sites[i] : i);
    }
    if (site != index) {
      sites[index] = site;
    }
  }

  /** What a host has in common with those that it shares a machine or a NAT box with. */
  @Override
  public int site(int index) {
    return index < sites.length ? sites[index] : index;
  }

  private void rehash() {
    SimHost[] larger = new SimHost[byName.length * 2];
    for (SimHost host : byName) {
      if (host != null) {
        larger[slotOf(larger, host.name())] = host;
      }
    }
    byName = larger;
  }

  private static int slotOf(@Nullable SimHost[] table, String name) {
    int slot = (int) Mix.of(name) & table.length - 1;
    while (table[slot] != null && !table[slot].name().equals(name)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  @Override
  public synchronized @Nullable SimHost named(String name) {
    return byName[slotOf(byName, name)];
  }

  /** The host of a number that was given out. */
  @Override
  public SimHost at(int index) {
    SimHost host = byIndex[index];
    if (host == null) {
      throw new IllegalArgumentException("no host " + index);
    }
    return host;
  }

  /** How many were added, numbers that were left out included. */
  int count() {
    return count;
  }

  /** All hosts in the order in which they came. */
  Iterable<SimHost> all() {
    return () -> Arrays.stream(byIndex, 0, count).filter(Objects::nonNull).iterator();
  }

  /** A hash over the traces of all. */
  long traceHash(long seed) {
    long hash = seed;
    for (SimHost host : all()) {
      hash = Mix.of(hash, host.traceHash());
    }
    return hash;
  }

  /** The host of a number; null if there is none. */
  @Nullable SimHost numbered(int index) {
    return index < count ? byIndex[index] : null;
  }

  @Override
  public @Nullable Member route(TransportHost from, Endpoint to) {
    Member holder = machineOf(from, to);
    // Only the processes of one's own machine can be told apart from here.
    if (holder == null || holder.line() != from.line()) {
      return holder;
    }
    SimListener listener = from.stack().listener(to);
    return listener == null ? holder : listener.host();
  }

  @Override
  public @Nullable Member routeDatagram(TransportHost from, Endpoint to, int kind) {
    Member holder = machineOf(from, to);
    if (holder == null || holder.line() != from.line()) {
      return holder;
    }
    SimDatagrams socket = from.stack().datagrams(kind, to.port());
    return socket == null ? holder : socket.host();
  }

  private static @Nullable Member machineOf(Member from, Endpoint to) {
    return to.isLoopback() || to.isAnyLocal() ? from : from.realm().holderOf(to);
  }

  /**
   * The kernel of a new host. A machine belongs to one shard, whatever the number of hosts on it or
   * behind it.
   */
  static HostKernel kernelOf(
      Shards<? extends HostKernel> shards,
      int index,
      AddressSpace realm,
      @Nullable Endpoint listen,
      @Nullable SimHost neighbour) {
    AddressSpace.Gateway gateway = realm.gateway();
    if (gateway != null) {
      return gateway.face().kernel();
    }
    if (neighbour != null) {
      return neighbour.kernel();
    }
    return shards.get(listen != null && listen.isLoopback() ? 0 : index % shards.count());
  }

  static List<SimHost> own(Collection<? extends Host> some) {
    List<SimHost> found = new ArrayList<>();
    for (Host host : some) {
      found.add(own(host));
    }
    return found;
  }

  static SimHost own(Host host) {
    if (host instanceof SimHost simulated) {
      return simulated;
    }
    throw new IllegalArgumentException("not a host of a simulation: " + host.name());
  }
}
