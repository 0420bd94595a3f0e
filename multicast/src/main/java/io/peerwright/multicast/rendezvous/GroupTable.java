package io.peerwright.multicast.rendezvous;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.SaltedHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The members of one group, each with its lease, in columns: about 60 bytes a member.
 *
 * <p>Rows are dense, so that a uniform draw is a random number: Floyd's sampling takes as many
 * draws as are wanted, whatever the size. Members of one subnet (IPv4 /24, IPv6 /64) form a ring
 * that turns as they are named, so each is named as often as the others.
 */
final class GroupTable {

  private static final int SMALLEST = 4;
  private static final int IPV4_SUBNET_SHIFT = 8;

  private final SaltedHash hash;
  private final HashIndex byAddress = new HashIndex();
  private final HashIndex bySubnet = new HashIndex();
  private long[] high = new long[SMALLEST];
  private long[] low = new long[SMALLEST];
  private char[] ports = new char[SMALLEST];
  private byte[] capacities = new byte[SMALLEST];

  /** Seconds of the server at which each lease ends. */
  private int[] ends = new int[SMALLEST];

  /** The ring of the subnet: the next row, and the one before. */
  private int[] next = new int[SMALLEST];

  private int[] before = new int[SMALLEST];
  private int size;

  /** Nobody. */
  GroupTable(SaltedHash hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  /** The row of a member; -1 if it is none. */
  int find(Endpoint member) {
    return byAddress.find(addressHash(member), row -> is(row, member));
  }

  /** Adds a member that is none. */
  void add(Endpoint member, int capacity, int leaseEnd) {
    if (size == ends.length) {
      grow();
    }
    int row = size++;
    high[row] = member.high();
    low[row] = member.low();
    ports[row] = (char) member.port();
    renew(row, capacity, leaseEnd);
    byAddress.add(addressHash(member), row);
    int head = head(member);
    if (head < 0) {
      next[row] = row;
      before[row] = row;
      bySubnet.add(subnetHash(row), row);
    } else {
      next[row] = head;
      before[row] = before[head];
      next[before[head]] = row;
      before[head] = row;
    }
  }

  /** A member has been heard again. */
  void renew(int row, int capacity, int leaseEnd) {
    capacities[row] = (byte) capacity;
    ends[row] = leaseEnd;
  }

  /** Takes a member out; the last row takes its place. */
  void remove(int row) {
    unring(row);
    byAddress.remove(addressHash(row), row);
    int last = --size;
    if (row != last) {
      byAddress.replace(addressHash(last), last, row);
      if (bySubnet.find(subnetHash(last), any -> any == last) == last) {
        bySubnet.replace(subnetHash(last), last, row);
      }
      copy(last, row);
    }
  }

  private void unring(int row) {
    boolean isHead = bySubnet.find(subnetHash(row), any -> any == row) == row;
    if (next[row] == row) {
      bySubnet.remove(subnetHash(row), row);
      return;
    }
    if (isHead) {
      bySubnet.replace(subnetHash(row), row, next[row]);
    }
    next[before[row]] = next[row];
    before[next[row]] = before[row];
  }

  private void copy(int from, int to) {
    high[to] = high[from];
    low[to] = low[from];
    ports[to] = ports[from];
    capacities[to] = capacities[from];
    ends[to] = ends[from];
    boolean alone = next[from] == from;
    next[to] = alone ? to : next[from];
    before[to] = alone ? to : before[from];
    next[before[to]] = to;
    before[next[to]] = to;
  }

  /** Takes out those whose lease has ended. */
  void expire(int now, Consumer<Endpoint> expired) {
    for (int row = size - 1; row >= 0; row--) {
      if (ends[row] < now) {
        expired.accept(endpoint(row));
        remove(row);
      }
    }
  }

  /**
   * Members for somebody to begin with: up to {@code near} of its own subnet, by turns, and a
   * uniform draw among all for the rest. Neither itself, nor one twice, nor one whose lease has
   * ended or that has said that it has no room.
   */
  List<Endpoint> draw(Endpoint whom, int wanted, int near, int now, RandomGenerator random) {
    List<Endpoint> drawn = new ArrayList<>(Math.min(wanted, size));
    drawUniform(whom, Math.max(0, wanted - near), now, random, drawn);
    int row = head(whom);
    int first = row;
    for (int walked = 0; row >= 0 && walked < 4 * near && drawn.size() < wanted; walked++) {
      addIfGood(row, whom, now, drawn);
      row = next[row];
      if (row == first) {
        break;
      }
    }
    if (row >= 0 && row != first) {
      bySubnet.replace(subnetHash(first), first, row);
    }
    return drawn;
  }

  /** Floyd's sampling without replacement. */
  private void drawUniform(
      Endpoint whom, int wanted, int now, RandomGenerator random, List<Endpoint> drawn) {
    int count = Math.min(wanted + 1, size);
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      int limit = size - count + i;
      int row = random.nextInt(limit + 1);
      rows[i] = contains(rows, i, row) ? limit : row;
    }
    // Floyd's set is uniform, its order is not, and one may be left over.
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[other];
      rows[other] = row;
    }
    for (int i = 0; i < count && drawn.size() < wanted; i++) {
      addIfGood(rows[i], whom, now, drawn);
    }
  }

  private static boolean contains(int[] rows, int count, int row) {
    for (int i = 0; i < count; i++) {
      if (rows[i] == row) {
        return true;
      }
    }
    return false;
  }

  private void addIfGood(int row, Endpoint whom, int now, List<Endpoint> drawn) {
    if (ends[row] >= now && capacities[row] != 0 && !is(row, whom)) {
      Endpoint member = endpoint(row);
      if (!drawn.contains(member)) {
        drawn.add(member);
      }
    }
  }

  private int head(Endpoint member) {
    long network = subnet(member.high(), member.low());
    return bySubnet.find(subnetHash(network), row -> subnet(high[row], low[row]) == network);
  }

  private boolean is(int row, Endpoint member) {
    return low[row] == member.low() && ports[row] == member.port() && high[row] == member.high();
  }

  private Endpoint endpoint(int row) {
    return new Endpoint(high[row], low[row], ports[row], 0);
  }

  private int addressHash(Endpoint member) {
    return hash.hash(member.high(), member.low(), member.port());
  }

  private int addressHash(int row) {
    return hash.hash(high[row], low[row], ports[row]);
  }

  private int subnetHash(int row) {
    return subnetHash(subnet(high[row], low[row]));
  }

  private int subnetHash(long network) {
    return hash.hash(network, 2);
  }

  private static long subnet(long high, long low) {
    return high == 0 ? low >>> IPV4_SUBNET_SHIFT : high;
  }

  private void grow() {
    int room = 2 * ends.length;
    high = Arrays.copyOf(high, room);
    low = Arrays.copyOf(low, room);
    ports = Arrays.copyOf(ports, room);
    capacities = Arrays.copyOf(capacities, room);
    ends = Arrays.copyOf(ends, room);
    next = Arrays.copyOf(next, room);
    before = Arrays.copyOf(before, room);
  }
}
