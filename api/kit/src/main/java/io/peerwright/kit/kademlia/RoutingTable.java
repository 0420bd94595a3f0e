package io.peerwright.kit.kademlia;

import io.peerwright.api.Loop;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom a peer knows: of each distance from itself, counted in bits, up to {@value #K}. So it knows
 * all that are near it and some that are far away, about {@value #K} log2(n) of n. Who is there
 * stays until it does not answer, for who was there long will be there long: newcomers, however
 * many a stranger makes up, push nobody out.
 */
public final class RoutingTable {

  /** How many of one distance are known, and how many peers keep a piece of data. */
  public static final int K = 8;

  private final BigInteger own;
  private final TreeMap<Integer, List<Contact>> buckets = new TreeMap<>();

  /**
   * Nobody known.
   *
   * @param own the number of this peer
   */
  public RoutingTable(BigInteger own) {
    this.own = own;
  }

  /** The number of this peer. */
  public BigInteger own() {
    return own;
  }

  private int bits(BigInteger id) {
    return own.xor(id).bitLength();
  }

  /** Whether there is room for a peer that is not there yet, and is not this one. */
  public boolean wants(BigInteger id) {
    List<Contact> bucket = buckets.getOrDefault(bits(id), List.of());
    return !id.equals(own)
        && bucket.size() < K
        && bucket.stream().noneMatch(each -> each.id().equals(id));
  }

  /** Adds somebody who has answered, if it is {@linkplain #wants wanted}. */
  public void add(Contact contact) {
    if (wants(contact.id())) {
      buckets.computeIfAbsent(bits(contact.id()), none -> new ArrayList<>(2)).add(contact);
    }
  }

  /** Removes somebody who does not answer. */
  public void remove(Contact contact) {
    buckets.getOrDefault(bits(contact.id()), new ArrayList<>()).remove(contact);
  }

  /**
   * A random number at each distance, beyond the {@value #K} nearest, at which nobody is known.
   * Look these up after joining, and now and then (Maymounkov and Mazieres 2002, section 2.3):
   * peers that meet only those on the way to themselves can end up knowing but each other, and a
   * search that comes among them ends there.
   *
   * @return the farthest first; at most {@value #K}, whatever numbers strangers make up
   */
  public List<BigInteger> gaps(Loop loop) {
    int known = 0;
    int near = Contact.ID_BITS;
    for (Map.Entry<Integer, List<Contact>> each : buckets.entrySet()) {
      known += each.getValue().size();
      if (known >= K) {
        near = each.getKey();
        break;
      }
    }
    List<BigInteger> gaps = new ArrayList<>();
    for (int bits = Contact.ID_BITS; bits > near && gaps.size() < K; bits--) {
      if (buckets.getOrDefault(bits, List.of()).isEmpty()) {
        BigInteger low = Contact.randomId(loop).mod(BigInteger.ONE.shiftLeft(bits - 1));
        gaps.add(own.xor(low.setBit(bits - 1)));
      }
    }
    return gaps;
  }

  /** All that are known, the nearest first by their distance in bits. */
  public List<Contact> all() {
    return buckets.values().stream().flatMap(Collection::stream).toList();
  }

  /** Up to {@value #K}, those nearest to a number first. */
  public List<Contact> closest(BigInteger target) {
    Comparator<Contact> nearest = Comparator.comparing(each -> each.id().xor(target));
    return all().stream().sorted(nearest).limit(K).toList();
  }
}
