package io.peerwright.overlay.gnutella.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.ggep.GgepValues.Ultrapeer;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PongCacheTest {

  private static final Endpoint ASKER = Endpoint.parse("9.9.9.9:9");

  private final PongCache cache = new PongCache();

  private static KnownServent servent(int address, int port) {
    return KnownServent.at(Endpoint.ofIpv4(0x05000000 | address, port));
  }

  private List<Integer> hops(int notFrom, int most, int seconds) {
    return cache.some(notFrom, ASKER, most, seconds).stream().map(PongCache.Entry::hops).toList();
  }

  @Test
  void tellsOfNearAndFarInTurn() {
    for (int i = 0; i < 9; i++) {
      cache.add(servent(i, 1), 1 + i / 3, i, 0);
    }
    assertEquals(List.of(1, 2, 3, 1, 2, 3, 1), hops(-1, 7, 0));
    assertEquals(9, cache.some(-1, ASKER, 100, 0).size());
    // The latest of each distance first.
    assertEquals(servent(2, 1), cache.some(-1, ASKER, 1, 0).get(0).servent());
  }

  @Test
  void nobodyIsToldWhatItHasTold() {
    cache.add(servent(1, 1), 1, 7, 0);
    cache.add(servent(2, 1), 1, 8, 0);
    assertEquals(servent(2, 1), cache.some(7, ASKER, 9, 0).get(0).servent());
    assertEquals(1, cache.some(7, ASKER, 9, 0).size());
    assertEquals(1, cache.some(-1, servent(1, 1).endpoint(), 9, 0).size());
  }

  @Test
  void whatIsOldIsNotTold() {
    cache.add(servent(1, 1), 1, 7, 100);
    assertEquals(1, hops(-1, 9, 100 + PongCache.FRESH_SECONDS).size());
    assertEquals(0, hops(-1, 9, 101 + PongCache.FRESH_SECONDS).size());
    assertEquals(0, cache.size());
  }

  @Test
  void aPongThatComesAgainIsFreshAgain() {
    cache.add(servent(1, 1), 1, 7, 0);
    cache.add(servent(1, 1), 3, 8, 100);
    assertEquals(List.of(3), hops(7, 9, 100 + PongCache.FRESH_SECONDS));
  }

  @Test
  void oneLinkThatNamesManyDisplacesOnlyItsOwn() {
    for (int i = 0; i < 20; i++) {
      cache.add(servent(i, 1), 1, i, 0);
    }
    for (int i = 0; i < 1_000; i++) {
      cache.add(servent(1_000 + i, 1), 1, 99, 0);
    }
    assertEquals(20 + PongCache.MAX_OF_A_LINK, cache.size());
    assertEquals(20, cache.some(99, ASKER, 100, 0).size());
  }

  @Test
  void oneHostUnderManyPortsIsThreeAtTheMost() {
    for (int port = 1; port < 100; port++) {
      cache.add(servent(1, port), 1, port, 0);
    }
    assertEquals(3, cache.size());
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 10_000; i++) {
      cache.add(servent(i, 1), i % 7, i, 0);
    }
    assertEquals(PongCache.MAX, cache.size());
    Set<Endpoint> kept =
        cache.some(-1, ASKER, 1_000, 0).stream()
            .map(each -> each.servent().endpoint())
            .collect(Collectors.toSet());
    assertTrue(kept.contains(servent(9_999, 1).endpoint()));
    assertFalse(kept.contains(servent(9_999 - PongCache.MAX, 1).endpoint()));
  }

  @Test
  void onlyWhatIsKnownAndSmallIsPassedOn() {
    Ggep told =
        Ggep.of(
            new Ultrapeer(2, 5, 3).extension(),
            GgepExtension.of("XX", Octets.of(new byte[10])),
            GgepExtension.of(GgepIds.VENDOR, Octets.of(new byte[1_000])),
            GgepValues.number(GgepIds.DAILY_UPTIME, 500));
    KnownServent servent = KnownServent.of(new Pong(ASKER, 1, 2, told));
    assertEquals(
        List.of(GgepIds.ULTRAPEER, GgepIds.DAILY_UPTIME),
        servent.pong().ggep().extensions().stream().map(GgepExtension::id).toList());
    assertTrue(servent.hasPlaces(true) && servent.hasPlaces(false));
    assertTrue(servent.pong().payloadLength() < 40);
    Ggep many = Ggep.of(Collections.nCopies(50, new Ultrapeer(2, 5, 3).extension()));
    assertEquals(8, KnownServent.of(new Pong(ASKER, 1, 2, many)).pong().ggep().extensions().size());
  }

  @Test
  void aServentWithoutIpv4IsAtItsIpv6Address() {
    Endpoint six = Endpoint.parse("[2001:db8::7]:6346");
    KnownServent servent = new Self(six, 3, 100, false, 0, 0, false, 60).whole();
    Pong pong = servent.pong();
    assertEquals(Endpoint.parse("127.0.0.0:6346"), pong.endpoint());
    assertEquals(six, KnownServent.of(pong).endpoint());
    assertEquals(six, KnownServent.of(KnownServent.of(pong).pong()).endpoint());
    assertNull(KnownServent.of(new Pong(Endpoint.parse("127.0.0.0:6346"), 0, 0, Ggep.EMPTY)));
    assertNull(KnownServent.of(new Pong(Endpoint.parse("5.6.7.8:0"), 0, 0, Ggep.EMPTY)));
    assertNull(KnownServent.of(new Pong(Endpoint.parse("224.0.0.1:6346"), 0, 0, Ggep.EMPTY)));
  }

  /** As old servents tell ultrapeers from others. */
  @Test
  void onlyUltrapeersShareAPowerOfTwo() {
    assertEquals(8, new Self(ASKER, 3, 0, true, 0, 0, false, 1).whole().kibibytes());
    assertEquals(512, new Self(ASKER, 3, 1_000, true, 0, 0, false, 1).whole().kibibytes());
    assertEquals(1_025, new Self(ASKER, 3, 1_024, false, 0, 0, false, 1).whole().kibibytes());
    assertEquals(1_000, new Self(ASKER, 3, 1_000, false, 0, 0, false, 1).whole().kibibytes());
  }
}
