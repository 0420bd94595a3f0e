package io.peerwright.kit.kademlia;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lookups and stored data where near is on a ring, as in Chord. */
class RingTest {

  private static final BigInteger TOP = BigInteger.ONE.shiftLeft(160);

  private final Random random = new Random(5);
  private final TreeMap<BigInteger, Contact> ring = new TreeMap<>();
  private int asked;

  private Contact successor(BigInteger number) {
    BigInteger there = ring.ceilingKey(number.mod(TOP));
    return Objects.requireNonNull(ring.get(there == null ? ring.firstKey() : there));
  }

  /** The next eight, and the first at or after each power of two from here. */
  private List<Contact> known(Contact peer) {
    Set<Contact> known = new LinkedHashSet<>();
    Contact next = peer;
    for (int i = 0; i < RoutingTable.K; i++) {
      next = successor(next.id().add(BigInteger.ONE));
      known.add(next);
    }
    for (int bit = 0; bit < 160; bit++) {
      known.add(successor(peer.id().add(BigInteger.ONE.shiftLeft(bit))));
    }
    return List.copyOf(known);
  }

  private static List<Contact> nearest(List<Contact> of, BigInteger target) {
    Comparator<Contact> nearest =
        Comparator.comparing(each -> Distance.CLOCKWISE.between(each.id(), target));
    return of.stream().sorted(nearest).limit(RoutingTable.K).toList();
  }

  private List<Contact> lookUp(Contact from, BigInteger target) {
    Lookup.Asker asker =
        (to, told, silent) -> {
          asked++;
          told.accept(nearest(known(to), target));
        };
    List<List<Contact>> found = new ArrayList<>();
    new Lookup(from.id(), known(from), target, Distance.CLOCKWISE, asker, found::add);
    assertEquals(1, found.size(), "ends");
    return found.get(0);
  }

  @Test
  void lookupsFindThoseBeforeTheTarget() {
    for (int i = 0; i < 1_000; i++) {
      Contact peer = new Contact(new BigInteger(160, random), Endpoint.ofIpv4(i, 1));
      ring.put(peer.id(), peer);
    }
    List<Contact> peers = List.copyOf(ring.values());
    for (int i = 0; i < 50; i++) {
      Contact from = peers.get(i * 17);
      BigInteger target = new BigInteger(160, random);
      List<Contact> others = new ArrayList<>(peers);
      others.remove(from);
      assertEquals(nearest(others, target), lookUp(from, target));
    }
    assertTrue(asked < 50 * 30, () -> asked + " questions for 50 lookups");
  }

  /** A peer at 10 keeps what lies behind it, and what lies before it least of all. */
  @Test
  void fullStoresDropWhatIsFarthestUpwards() {
    NearestValues values = new NearestValues(BigInteger.TEN, Distance.CLOCKWISE, 2);
    byte[] value = {1};
    for (long key : new long[] {9, 30, 12}) {
      values.put(BigInteger.valueOf(key), value, 100);
    }
    assertNull(values.get(BigInteger.valueOf(9), 0));
    assertArrayEquals(value, values.get(BigInteger.valueOf(12), 0));
    assertArrayEquals(value, values.get(BigInteger.valueOf(30), 0));
  }
}
