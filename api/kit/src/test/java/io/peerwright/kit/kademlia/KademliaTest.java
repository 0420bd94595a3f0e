package io.peerwright.kit.kademlia;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KademliaTest {

  private static final BigInteger OWN = BigInteger.ZERO;

  private static Contact contact(long id) {
    return new Contact(BigInteger.valueOf(id), Endpoint.ofIpv4((int) id, 1));
  }

  private static RoutingTable table(long... ids) {
    RoutingTable table = new RoutingTable(OWN);
    for (long id : ids) {
      table.add(contact(id));
    }
    return table;
  }

  @Test
  void aNumberHas20Bytes() {
    BigInteger large = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
    for (BigInteger id : List.of(BigInteger.ZERO, BigInteger.valueOf(255), large)) {
      byte[] bytes = Contact.bytes(id);
      assertEquals(20, bytes.length);
      assertEquals(id, Contact.readId(ByteBuffer.wrap(bytes)));
    }
    assertEquals(1, Contact.bytes(BigInteger.ONE)[19]);
  }

  @Test
  void aContactIsReadAsItWasWritten() {
    for (String at : List.of("192.0.2.1:80", "[2001:db8::1]:65535")) {
      Contact contact = new Contact(BigInteger.TEN, Endpoint.parse(at));
      ByteBuffer out = ByteBuffer.allocate(Contact.MAX_BYTES);
      contact.write(out);
      assertEquals(contact, Contact.read(out.flip()));
    }
  }

  /** 32..63 are of one distance, 1 is of another. */
  @Test
  void newcomersPushNobodyOut() {
    RoutingTable table = table(32, 33, 34, 35, 36, 37, 38, 39, 63, 1);
    assertFalse(table.wants(BigInteger.valueOf(63)), "the bucket is full");
    assertFalse(table.wants(BigInteger.ONE), "is there already");
    assertFalse(table.wants(OWN));
    assertEquals(9, table.all().size());
    table.remove(contact(35));
    table.add(contact(63));
    assertTrue(table.all().contains(contact(63)));
    table.remove(contact(500));
  }

  private static List<Integer> gaps(RoutingTable table) {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
    Loop loop = simulation.newHost("host", null, null).loop();
    return table.gaps(loop).stream().map(each -> OWN.xor(each).bitLength()).toList();
  }

  /** 1 to 8 are the nearest eight, at up to 4 bits. */
  @Test
  void gapsAreBeyondTheNearest() {
    assertEquals(List.of(), gaps(table()));
    assertEquals(List.of(), gaps(table(1, 2, 3, 4, 5, 6, 1 << 20)), "all that there are");
    RoutingTable table = table(1, 2, 3, 4, 5, 6, 7, 8);
    assertEquals(List.of(160, 159, 158, 157, 156, 155, 154, 153), gaps(table));
    IntStream.rangeClosed(5, 160)
        .filter(bits -> bits != 7)
        .mapToObj(bits -> new Contact(BigInteger.ONE.shiftLeft(bits - 1), contact(bits).endpoint()))
        .forEach(table::add);
    assertEquals(List.of(7), gaps(table));
    table.remove(new Contact(BigInteger.ONE.shiftLeft(159), contact(160).endpoint()));
    assertEquals(List.of(160, 7), gaps(table), "gone");
  }

  @Test
  void theClosestAreTheClosest() {
    RoutingTable table = table(1, 2, 5, 8, 16, 33, 64, 128, 256, 512);
    List<Contact> closest = table.closest(BigInteger.valueOf(33));
    assertEquals(RoutingTable.K, closest.size());
    assertEquals(contact(33), closest.get(0));
    // 33 ^ 1 = 32, 33 ^ 2 = 35, 33 ^ 5 = 36, 33 ^ 8 = 41, 33 ^ 16 = 49
    assertEquals(
        List.of(contact(1), contact(2), contact(5), contact(8), contact(16)),
        closest.subList(1, 6));
  }

  @Test
  void fullStoresDropWhatIsFarthest() {
    NearestValues values = new NearestValues(OWN, 2);
    byte[] value = {1};
    values.put(BigInteger.valueOf(8), value, 100);
    values.put(BigInteger.valueOf(4), value, 100);
    values.put(BigInteger.valueOf(6), value, 100);
    assertNull(values.get(BigInteger.valueOf(8), 0));
    assertArrayEquals(value, values.get(BigInteger.valueOf(4), 99));
    assertNull(values.get(BigInteger.valueOf(4), 100), "too old");
    values.put(BigInteger.valueOf(4), value, 200);
    values.expire(100);
    assertEquals(1, values.size());
    assertArrayEquals(value, values.get(BigInteger.valueOf(4), 100));
  }

  /** 2,000 peers that know each other as tables have it; answers come in any order. */
  private static final class Net {
    private final Map<BigInteger, RoutingTable> tables = new TreeMap<>();
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private final Random random = new Random(4);
    private int asked;

    Net(int peers) {
      List<Contact> all = new ArrayList<>();
      for (int i = 0; i < peers; i++) {
        all.add(new Contact(new BigInteger(160, random), Endpoint.ofIpv4(i, 1)));
      }
      for (Contact each : all) {
        RoutingTable table = new RoutingTable(each.id());
        IntStream.range(0, all.size())
            .mapToObj(i -> all.get((i * 7 + each.endpoint().ipv4()) % all.size()))
            .forEach(table::add);
        tables.put(each.id(), table);
      }
    }

    void ask(Contact to, BigInteger target, Consumer<List<Contact>> told, Runnable silent) {
      asked++;
      RoutingTable table = tables.get(to.id());
      Runnable answer = table == null ? silent : () -> told.accept(table.closest(target));
      if (random.nextBoolean()) {
        answers.addFirst(answer);
      } else {
        answers.addLast(answer);
      }
    }

    List<Contact> lookUp(RoutingTable from, BigInteger target) {
      List<List<Contact>> found = new ArrayList<>();
      new Lookup(from, target, (to, told, silent) -> ask(to, target, told, silent), found::add);
      while (!answers.isEmpty()) {
        answers.poll().run();
      }
      assertEquals(1, found.size(), "ends");
      return found.get(0);
    }
  }

  private static List<BigInteger> nearest(Net net, BigInteger target, BigInteger except) {
    return net.tables.keySet().stream()
        .filter(id -> !id.equals(except))
        .sorted(Comparator.comparing(target::xor))
        .limit(RoutingTable.K)
        .toList();
  }

  @Test
  void lookupsFindTheNearestOfAllInFewQuestions() {
    Net net = new Net(2_000);
    List<RoutingTable> tables = List.copyOf(net.tables.values());
    for (int i = 0; i < 50; i++) {
      RoutingTable from = tables.get(i * 31);
      BigInteger target = new BigInteger(160, net.random);
      List<BigInteger> found = net.lookUp(from, target).stream().map(Contact::id).toList();
      assertEquals(nearest(net, target, from.own()), found);
    }
    assertTrue(net.asked < 50 * 30, () -> net.asked + " questions for 50 lookups");
  }

  @Test
  void whoIsSilentIsPassedOver() {
    Net net = new Net(300);
    RoutingTable from = List.copyOf(net.tables.values()).get(0);
    BigInteger target = new BigInteger(160, net.random);
    List<BigInteger> gone = nearest(net, target, from.own()).subList(0, 3);
    net.tables.keySet().removeAll(gone);
    List<BigInteger> found = net.lookUp(from, target).stream().map(Contact::id).toList();
    // Answers name those who are gone in the places of others, so not all eight need be the
    // nearest.
    assertEquals(nearest(net, target, from.own()).subList(0, 5), found.subList(0, 5));
    assertEquals(RoutingTable.K, found.size());
    assertTrue(net.tables.keySet().containsAll(found), "nobody who is gone");
  }

  /** A liar names ever new peers that are nearer, all of them itself. */
  @Test
  void aLiarCannotKeepALookupGoing() {
    Random random = new Random(1);
    int[] asked = {0};
    List<List<Contact>> done = new ArrayList<>();
    ArrayDeque<Runnable> answers = new ArrayDeque<>();
    Lookup.Asker asker =
        (to, told, silent) -> {
          asked[0]++;
          List<Contact> named = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            int bits = Math.max(1, 140 - asked[0] / 2);
            named.add(new Contact(new BigInteger(bits, random), Endpoint.ofIpv4(9, 9)));
          }
          answers.add(() -> told.accept(named));
        };
    new Lookup(table(1L << 40), BigInteger.ONE.shiftLeft(150), asker, done::add);
    while (!answers.isEmpty()) {
      answers.poll().run();
    }
    assertEquals(1, done.size());
    assertTrue(asked[0] <= 200, () -> asked[0] + " asked");
  }

  @Test
  void nobodyKnownIsAnEnd() {
    List<List<Contact>> done = new ArrayList<>();
    new Lookup(table(), BigInteger.ONE, (to, told, silent) -> {}, done::add);
    assertEquals(List.of(List.of()), done);
  }
}
