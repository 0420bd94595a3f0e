package io.peerwright.multicast.rendezvous;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressCounts;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.SaltedHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Who is registered for which group. Bounded in all, and for each address (of IPv6 each /64), so
 * that a flood of registrations fills the places of who sends it, not those of others.
 */
final class Registry {

  private final RendezvousConfig config;
  private final SaltedHash hash;
  private final RandomGenerator random;
  private final Map<Endpoint, GroupTable> groups = new LinkedHashMap<>();
  private final AddressCounts addresses;
  private final int leaseSeconds;
  private int size;

  /** Nobody. */
  Registry(RendezvousConfig config, SaltedHash hash, RandomGenerator random) {
    this.config = config;
    this.hash = hash;
    this.random = random;
    addresses = new AddressCounts(hash);
    leaseSeconds = (int) config.lease().toSeconds();
  }

  int size() {
    return size;
  }

  int groups() {
    return groups.size();
  }

  /**
   * Registers a member, or renews its lease.
   *
   * @return false if there is no place for it
   */
  boolean register(Endpoint group, Endpoint member, int capacity, int now) {
    GroupTable table = groups.get(group);
    int row = table == null ? -1 : table.find(member);
    if (table != null && row >= 0) {
      table.renew(row, capacity, now + leaseSeconds);
      return true;
    }
    long address = AddressKey.network(member);
    if (size >= config.maxRegistrations()
        || addresses.count(address) >= config.registrationsPerAddress()) {
      return false;
    }
    if (table == null) {
      table = new GroupTable(hash);
      groups.put(group, table);
    }
    table.add(member, capacity, now + leaseSeconds);
    addresses.add(address);
    size++;
    return true;
  }

  void unregister(Endpoint group, Endpoint member) {
    GroupTable table = groups.get(group);
    int row = table == null ? -1 : table.find(member);
    if (table != null && row >= 0) {
      table.remove(row);
      forget(member);
      if (table.size() == 0) {
        groups.remove(group);
      }
    }
  }

  /** As {@link GroupTable#draw}: of 20 up to 6 of the same subnet. */
  List<Endpoint> draw(Endpoint group, Endpoint whom, int wanted, int now) {
    GroupTable table = groups.get(group);
    int most = Math.min(wanted, config.listed());
    return table == null ? List.of() : table.draw(whom, most, most * 3 / 10, now, random);
  }

  /** Takes out those whose lease has ended. */
  void expire(int now) {
    Iterator<GroupTable> tables = groups.values().iterator();
    while (tables.hasNext()) {
      GroupTable table = tables.next();
      table.expire(now, this::forget);
      if (table.size() == 0) {
        tables.remove();
      }
    }
  }

  private void forget(Endpoint member) {
    addresses.remove(AddressKey.network(member));
    size--;
  }
}
