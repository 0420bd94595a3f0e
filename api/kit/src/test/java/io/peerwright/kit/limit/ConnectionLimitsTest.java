package io.peerwright.kit.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static final long PATIENCE = 1_000;

  private long now;

  /** In the plain model: since when an address has had links. */
  private final Map<Endpoint, Long> arrived = new HashMap<>();

  /** A link that only remembers that it was cut. */
  private final class FakeLink implements Link {
    private final Endpoint remote;
    private ConnectionLimits.@Nullable Place place;
    private boolean waits = true;
    private long since = now;
    private boolean cut;

    private FakeLink(Endpoint remote) {
      this.remote = remote;
    }

    @Override
    public int write(ByteBuffer source) {
      return 0;
    }

    @Override
    public void request(int bytes) {}

    @Override
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort(Reason reason) {
      assertEquals(Reason.LIMIT, reason);
      cut = true;
    }

    @Override
    public Endpoint local() {
      return remote;
    }

    @Override
    public Endpoint remote() {
      return remote;
    }
  }

  private FakeLink connect(ConnectionLimits limits, String address) {
    FakeLink link = new FakeLink(Endpoint.parse(address));
    link.place = limits.admit(link, now++);
    return link;
  }

  private FakeLink useful(ConnectionLimits limits, String address) {
    FakeLink link = connect(limits, address);
    assertNotNull(link.place);
    link.place.useful(now++);
    return link;
  }

  @Test
  void oneAddressIsAnIpv4AddressOrAnIpv6Network() {
    assertTrue(AddressKey.isSame(at("192.0.2.1:1"), at("192.0.2.1:2")));
    assertTrue(AddressKey.isSame(at("[::ffff:192.0.2.1]:1"), at("192.0.2.1:2")));
    assertTrue(AddressKey.isSame(at("[64:ff9b::192.0.2.1]:1"), at("192.0.2.1:2")));
    assertTrue(AddressKey.isSame(at("[2001:db8:1:2:3::1]:1"), at("[2001:db8:1:2:4::2]:1")));
    assertTrue(!AddressKey.isSame(at("192.0.2.1:1"), at("192.0.2.2:1")));
    assertTrue(!AddressKey.isSame(at("[2001:db8:1:2::1]:1"), at("[2001:db8:1:3::1]:1")));
    assertTrue(!AddressKey.isSame(at("[64:ff9b::192.0.2.1]:1"), at("[64:ff9b::192.0.2.2]:1")));
    assertEquals("192.0.2.1", AddressKey.of(at("192.0.2.1:9")).toString());
    assertEquals("2001:db8:1:2::/64", AddressKey.of(at("[2001:db8:1:2:3::1]:9")).toString());
  }

  private static Endpoint at(String text) {
    return Endpoint.parse(text);
  }

  @Test
  void anAddressHasNoMoreThanItsShareAndItsSilentLinksGoFirst() {
    ConnectionLimits limits = new ConnectionLimits(100, 3, PATIENCE);
    FakeLink first = useful(limits, "192.0.2.1:1");
    FakeLink second = connect(limits, "192.0.2.1:2");
    FakeLink third = connect(limits, "192.0.2.1:3");
    assertNotNull(connect(limits, "192.0.2.1:4").place);
    assertTrue(second.cut && !first.cut && !third.cut);
    assertEquals(3, limits.links(at("192.0.2.1:0")));
  }

  @Test
  void anAddressWhoseLinksAreAllAtWorkGetsNoMore() {
    ConnectionLimits limits = new ConnectionLimits(100, 2, PATIENCE);
    useful(limits, "[2001:db8::1]:1");
    useful(limits, "[2001:db8::2]:1");
    assertNull(connect(limits, "[2001:db8::3]:1").place);
    assertNotNull(connect(limits, "[2001:db8:0:1::]:1").place);
    assertEquals(1, limits.turnedAway());
  }

  /** All places taken by one address: silent ones, and such as keep up appearances. */
  @Test
  void aNewAddressAlwaysFindsAPlaceIfOneHoldsMany() {
    for (boolean busy : new boolean[] {false, true}) {
      ConnectionLimits limits = new ConnectionLimits(50, 50, PATIENCE);
      FakeLink honest = useful(limits, "198.51.100.1:1");
      FakeLink oldest = null;
      for (int i = 1; i < 50; i++) {
        FakeLink link = busy ? useful(limits, "192.0.2.1:" + i) : connect(limits, "192.0.2.1:" + i);
        oldest = oldest == null ? link : oldest;
      }
      FakeLink newcomer = connect(limits, "203.0.113.1:1");
      assertNotNull(newcomer.place);
      assertNotNull(oldest);
      assertTrue(oldest.cut && !honest.cut);
      assertEquals(50, limits.links());
      assertEquals(1, limits.cut());
    }
  }

  /** Honest newcomers in the middle of their greeting do not push out each other. */
  @Test
  void heavyAddressesGoBeforeThoseWhoHaveJustCome() {
    ConnectionLimits limits = new ConnectionLimits(50, 50, PATIENCE);
    for (int i = 1; i < 50; i++) {
      useful(limits, "192.0.2.1:" + i);
    }
    FakeLink first = connect(limits, "203.0.113.1:1");
    assertNotNull(connect(limits, "203.0.113.2:1").place);
    assertTrue(!first.cut);
    now += PATIENCE;
    assertNotNull(connect(limits, "203.0.113.3:1").place);
    assertTrue(first.cut);
  }

  @Test
  void aFullListenerOfLinksAtWorkStaysAsItIs() {
    ConnectionLimits limits = new ConnectionLimits(4, 4, PATIENCE);
    for (int i = 0; i < 4; i++) {
      useful(limits, "192.0.2." + i + ":1");
    }
    assertNull(connect(limits, "198.51.100.1:1").place);
    assertEquals(0, limits.cut());
  }

  @Test
  void whoFallsSilentAgainWaitsFromThenOn() {
    ConnectionLimits limits = new ConnectionLimits(2, 2, PATIENCE);
    FakeLink one = useful(limits, "192.0.2.1:1");
    FakeLink two = connect(limits, "192.0.2.2:1");
    assertNotNull(one.place);
    one.place.waiting(now++);
    connect(limits, "192.0.2.3:1");
    assertTrue(two.cut && !one.cut);
  }

  /** Random steps against the rules written down plainly, with their cost of O(n). */
  @Test
  void agreesWithAPlainModel() {
    Random random = new Random(7);
    ConnectionLimits limits = new ConnectionLimits(60, 12, PATIENCE);
    List<FakeLink> open = new ArrayList<>();
    for (int step = 0; step < 60_000; step++) {
      now += random.nextInt(60);
      int kind = random.nextInt(40);
      if (kind < 14 || open.isEmpty()) {
        int host = (int) (Math.pow(random.nextDouble(), 4) * 60);
        FakeLink link = new FakeLink(at("192.0.2." + host + ":1"));
        Optional<FakeLink> leaving = leaving(open, link);
        boolean fits = open.size() < 60 && of(open, link).size() < 12;
        link.place = limits.admit(link, now);
        assertEquals(fits || leaving.isPresent(), link.place != null, "step " + step);
        if (!fits && leaving.isPresent()) {
          assertTrue(leaving.get().cut, "step " + step);
          open.remove(leaving.get());
          forget(open);
        }
        if (link.place != null) {
          open.add(link);
          arrived.putIfAbsent(link.remote, now);
        }
      } else {
        FakeLink link = open.get(random.nextInt(open.size()));
        ConnectionLimits.Place place = link.place;
        assertNotNull(place);
        if (kind < 35) {
          becomesUseful(link);
        } else if (kind == 39) {
          open.forEach(this::becomesUseful);
        } else if (kind < 36) {
          place.waiting(now);
          link.since = link.waits ? link.since : now;
          link.waits = true;
        } else {
          place.release();
          open.remove(link);
          forget(open);
        }
      }
      // The model knows times only, so that no two things may happen at one.
      now++;
      assertEquals(open.size(), limits.links());
      assertTrue(open.stream().noneMatch(each -> each.cut));
    }
    assertTrue(limits.cut() > 1_000, "cut " + limits.cut());
    assertTrue(limits.turnedAway() > 100, "turned away " + limits.turnedAway());
  }

  private void becomesUseful(FakeLink link) {
    ConnectionLimits.Place place = link.place;
    assertNotNull(place);
    place.useful(now);
    link.waits = false;
    link.since = now++;
  }

  private void forget(List<FakeLink> open) {
    arrived.keySet().retainAll(open.stream().map(each -> each.remote).toList());
  }

  private static List<FakeLink> of(List<FakeLink> open, FakeLink link) {
    return open.stream().filter(each -> each.remote.equals(link.remote)).toList();
  }

  private static Optional<FakeLink> oldest(List<FakeLink> links, boolean waits) {
    return links.stream()
        .filter(each -> each.waits == waits)
        .min(Comparator.comparingLong(each -> each.since));
  }

  private Optional<FakeLink> leaving(List<FakeLink> open, FakeLink newcomer) {
    List<FakeLink> own = of(open, newcomer);
    if (own.size() >= 12) {
      return oldest(own, true);
    }
    Map<Endpoint, Integer> counts = new HashMap<>();
    open.forEach(each -> counts.merge(each.remote, 1, Integer::sum));
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    Optional<FakeLink> longest = oldest(open, true);
    Optional<Endpoint> heaviest =
        counts.keySet().stream()
            .filter(each -> counts.get(each) == most)
            .min(Comparator.comparingLong(arrived::get));
    if (most > 4 && heaviest.isPresent()) {
      List<FakeLink> theirs = of(open, new FakeLink(heaviest.get()));
      Optional<FakeLink> silent = oldest(theirs, true);
      if (silent.isPresent()) {
        return silent;
      }
      boolean overdue = longest.isPresent() && now - longest.get().since >= PATIENCE;
      if (!overdue && most > own.size()) {
        return oldest(theirs, false);
      }
    }
    return longest;
  }
}
