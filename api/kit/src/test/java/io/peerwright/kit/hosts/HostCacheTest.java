package io.peerwright.kit.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCacheTest {

  private static final class Known extends KnownHost {
    private boolean inUse;
    private boolean useless;

    Known(Endpoint endpoint) {
      super(endpoint);
    }

    @Override
    protected boolean isInUse() {
      return inUse;
    }

    @Override
    protected boolean isOfNoUse() {
      return useless;
    }
  }

  private final HostCache<Known> cache =
      new HostCache<>(new HostCache.Limits(3, 2, 2, new BackOff(100, 1_000)), Known::new);

  private static Endpoint at(String address) {
    return Endpoint.parse(address);
  }

  private Known add(String address) {
    cache.add(at(address));
    return Objects.requireNonNull(cache.get(at(address)), address);
  }

  @Test
  void whatMakesNoSenseIsLeftOut() {
    for (String address : List.of("10.0.0.1:0", "0.0.0.0:80", "224.0.0.1:80", "[ff02::1]:80")) {
      cache.add(at(address));
    }
    assertEquals(0, cache.size());
  }

  @Test
  void onlyWhoHasFailedOrIsOfNoUseMakesRoom() {
    Known first = add("10.0.0.1:1");
    Known second = add("10.0.0.2:1");
    add("10.0.0.3:1");
    cache.add(at("10.0.0.4:1"));
    assertNull(cache.get(at("10.0.0.4:1")), "nobody is forgotten for somebody unknown");
    cache.failed(first, 0);
    first.inUse = true;
    second.useless = true;
    add("10.0.0.4:1");
    assertNotNull(cache.get(first.endpoint()), "it is in use");
    assertNull(cache.get(second.endpoint()));
    assertEquals(3, cache.size());
  }

  /** One stranger names many ports, or many addresses of its IPv6 network. */
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1:%d", "[2001:db8::%d]:1"})
  void whoFillsItFromOneAddressMakesRoomForOthers(String flood) {
    for (int i = 1; i <= 9; i++) {
      cache.add(at(flood.formatted(i)));
    }
    assertEquals(3, cache.size());
    assertNull(cache.get(at(flood.formatted(4))));
    cache.get(at(flood.formatted(2))).inUse = true;
    add("10.0.0.7:1");
    assertNull(cache.get(at(flood.formatted(3))), "the other one is in use");
    cache.add(at("10.0.0.8:1"));
    assertEquals(3, cache.size());
    assertNull(cache.get(at("10.0.0.8:1")), "the second one is still in use");
    cache.get(at(flood.formatted(2))).inUse = false;
    cache.add(at("10.0.0.7:2"));
    assertNull(cache.get(at("10.0.0.7:2")), "nobody is forgotten for another port");
    cache.failed(cache.get(at("10.0.0.7:1")), 0);
    add("10.0.0.9:1");
    add("10.0.0.8:1");
    assertEquals(
        List.of(at(flood.formatted(1)), at("10.0.0.9:1"), at("10.0.0.8:1")),
        cache.all().stream().map(Known::endpoint).toList());
  }

  @Test
  void whoFailsIsTriedLaterAndLaterAndThenForgotten() {
    Known host = add("10.0.0.1:1");
    assertTrue(cache.isDue(host, 0));
    cache.failed(host, 0);
    assertFalse(cache.isDue(host, 99));
    assertTrue(cache.isDue(host, 100));
    host.inUse = true;
    assertFalse(cache.isDue(host, 100), "it is in use");
    host.inUse = false;
    cache.failed(host, 100);
    assertFalse(cache.isDue(host, 299));
    assertTrue(cache.isDue(host, 300));
    host.tryNotBefore(1_000);
    assertFalse(cache.isDue(host, 999));
    host.succeeded();
    assertTrue(cache.isDue(host, 300));
    for (int i = 0; i < 2; i++) {
      cache.failed(host, 300);
    }
    assertEquals(1, cache.size());
    cache.failed(host, 300);
    assertEquals(0, cache.size());
  }

  @Test
  void aBanIsForAllPortsAndTheNetworkOfIpv6() {
    add("10.0.0.1:1");
    add("10.0.0.1:2");
    cache.ban(at("10.0.0.1:7"));
    assertEquals(0, cache.size());
    cache.add(at("10.0.0.1:3"));
    assertEquals(0, cache.size());
    cache.ban(at("[2001:db8::1]:7"));
    assertTrue(cache.isBanned(at("[2001:db8::ffff:2]:8")));
    assertFalse(cache.isBanned(at("[2001:db8:0:1::2]:8")));
    cache.ban(at("10.0.0.9:1"));
    assertFalse(cache.isBanned(at("10.0.0.1:3")), "the oldest ban is forgotten");
    cache.clear();
    assertTrue(cache.isBanned(at("10.0.0.9:2")), "bans outlive the hosts");
  }

  @Test
  void theOrderIsThatInWhichTheyWereHeardOf() {
    for (String address : List.of("10.0.0.3:1", "10.0.0.1:1", "10.0.0.2:1", "10.0.0.1:1")) {
      cache.add(at(address));
    }
    assertEquals(
        List.of(at("10.0.0.3:1"), at("10.0.0.1:1"), at("10.0.0.2:1")),
        cache.all().stream().map(Known::endpoint).toList());
    cache.remove(add("10.0.0.1:1"));
    assertEquals(2, cache.size());
  }

  @Test
  void tablesAgreeHoweverHostsComeAndGo() {
    Random random = new Random(3);
    HostCache<Known> many =
        new HostCache<>(new HostCache.Limits(20, 2, 1, new BackOff(100, 1_000)), Known::new);
    for (int i = 0; i < 3_000; i++) {
      Endpoint at = at("10.0.0." + random.nextInt(40) + ":" + (1 + random.nextInt(2)));
      Known known = many.get(at);
      int what = random.nextInt(20);
      if (what == 0) {
        many.ban(at);
      } else if (known == null) {
        many.add(at);
      } else if (what < 8) {
        many.failed(known, i);
      } else if (what < 12) {
        many.remove(known);
      }
      assertTrue(many.checkInvariants());
    }
  }
}
