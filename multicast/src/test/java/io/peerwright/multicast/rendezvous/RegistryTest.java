package io.peerwright.multicast.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.SaltedHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private static final Endpoint GROUP = Endpoint.parse("239.255.77.1:4001");

  private static Registry registry(RendezvousConfig config) {
    return new Registry(config, new SaltedHash(1, 2), new SplittableRandom(3));
  }

  private static Endpoint member(int number) {
    return Endpoint.ofIpv4(0x0a000000 + (number << 8) + 1, 7_000);
  }

  /** Chi-square of 499 degrees of freedom: below 576.5 with a probability of 0.99. */
  @Test
  void theListIsUniform() {
    Registry registry = registry(RendezvousConfig.DEFAULT);
    int members = 501;
    for (int i = 0; i < members; i++) {
      registry.register(GROUP, member(i), 1, 1);
    }
    Map<Endpoint, Integer> named = new HashMap<>();
    int lists = 20_000;
    for (int i = 0; i < lists; i++) {
      List<Endpoint> list = registry.draw(GROUP, member(0), 20, 1);
      assertEquals(14, list.size());
      assertEquals(14, Map.copyOf(toMap(list)).size());
      list.forEach(each -> named.merge(each, 1, Integer::sum));
    }
    assertFalse(named.containsKey(member(0)));
    double expected = 14.0 * lists / (members - 1);
    double chi = 0;
    for (int i = 1; i < members; i++) {
      double off = named.getOrDefault(member(i), 0) - expected;
      chi += off * off / expected;
    }
    // Each list names one only once, which makes counts a little more even than chance.
    assertTrue(chi < 576.5, "chi-square " + chi);
    assertTrue(chi > 380, "too even: chi-square " + chi);
  }

  private static Map<Endpoint, Boolean> toMap(List<Endpoint> list) {
    Map<Endpoint, Boolean> map = new HashMap<>();
    list.forEach(each -> map.put(each, true));
    return map;
  }

  @Test
  void upToSixAreOfTheSameSubnetEachAsOftenAsOthers() {
    Registry registry = registry(RendezvousConfig.DEFAULT);
    for (int i = 0; i < 1_000; i++) {
      registry.register(GROUP, member(i + 10), 1, 1);
    }
    for (int i = 1; i <= 24; i++) {
      registry.register(GROUP, Endpoint.ofIpv4(0x0a000000 + i, 7_000), 1, 1);
    }
    Endpoint asking = Endpoint.ofIpv4(0x0a0000ff, 7_000);
    Map<Endpoint, Integer> near = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      List<Endpoint> list = registry.draw(GROUP, asking, 20, 1);
      assertTrue(list.size() >= 14 && list.size() <= 20);
      list.stream()
          .skip(14)
          .forEach(
              each -> {
                assertEquals(0x0a0000, each.ipv4() >>> 8);
                near.merge(each, 1, Integer::sum);
              });
    }
    assertEquals(24, near.size());
    near.values().forEach(each -> assertTrue(each >= 7 && each <= 13, near::toString));
  }

  @Test
  void onlyThoseWithinTheirLeaseAreNamed() {
    Registry registry = registry(RendezvousConfig.DEFAULT);
    registry.register(GROUP, member(1), 1, 1);
    registry.register(GROUP, member(2), 1, 50);
    assertEquals(List.of(member(2)), registry.draw(GROUP, member(3), 20, 70));
    registry.register(GROUP, member(1), 1, 70);
    assertEquals(2, registry.draw(GROUP, member(3), 20, 71).size());
    registry.expire(111);
    assertEquals(1, registry.size());
  }

  @Test
  void aFloodOfOneAddressTakesNoPlaceOfOthers() {
    Registry registry = registry(RendezvousConfig.DEFAULT.withRegistrations(1_000, 64));
    Endpoint flooding = Endpoint.parse("[2001:db8:1:2::1]:1");
    int taken = 0;
    for (int i = 1; i < 60_000; i++) {
      Endpoint each = new Endpoint(flooding.high(), i, i, 0);
      taken += registry.register(GROUP, each, 1, 1) ? 1 : 0;
    }
    assertEquals(64, taken);
    for (int i = 0; i < 936; i++) {
      assertTrue(registry.register(GROUP, member(i), 1, 1));
    }
    assertFalse(registry.register(GROUP, member(2_000), 1, 1));
    registry.expire(100);
    assertEquals(0, registry.size());
    assertEquals(0, registry.groups());
    assertTrue(registry.register(GROUP, flooding, 1, 100));
  }

  /** Against a plain map, with members that come and go. */
  @Test
  void isWhatAMapWouldBe() {
    Registry registry = registry(RendezvousConfig.DEFAULT);
    SplittableRandom random = new SplittableRandom(9);
    Map<Endpoint, Integer> model = new HashMap<>();
    for (int now = 1; now < 4_000; now++) {
      Endpoint each = Endpoint.ofIpv4(0x0a000000 + random.nextInt(600), 7_000);
      if (random.nextInt(3) == 0) {
        registry.unregister(GROUP, each);
        model.remove(each);
      } else {
        assertTrue(registry.register(GROUP, each, 1, now / 10));
        model.put(each, now / 10 + 60);
      }
      if (now % 50 == 0) {
        int second = now / 10;
        registry.expire(second);
        model.values().removeIf(end -> end < second);
        assertEquals(model.size(), registry.size());
        List<Endpoint> drawn = new ArrayList<>(registry.draw(GROUP, each, 255, second));
        assertTrue(model.keySet().containsAll(drawn));
      }
    }
  }

  /** A million registrations take no more than 300 bytes each. */
  @Test
  void aRegistrationIsSmall() {
    Registry registry = registry(RendezvousConfig.DEFAULT.withRegistrations(1_000_000, 256));
    long before = usedBytes();
    int members = 200_000;
    for (int i = 0; i < members; i++) {
      registry.register(GROUP, Endpoint.ofIpv4(0x0a000000 + i, 7_000), 1, 1);
    }
    long each = (usedBytes() - before) / members;
    assertEquals(members, registry.size());
    System.out.println("a registration takes " + each + " bytes");
    assertTrue(each <= 300, each + " bytes");
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
