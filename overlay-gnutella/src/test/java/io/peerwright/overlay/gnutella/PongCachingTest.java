package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.ggep.GgepValues.Ultrapeer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings on links, and what they are answered with. */
class PongCachingTest {

  private static final Ping PLAIN = new Ping(Ggep.EMPTY);

  private final SimulatedServents network = new SimulatedServents(3);

  @AfterEach
  void end() {
    network.close();
  }

  private Endpoint first() {
    return network.servents.get(0).endpoints().get(0);
  }

  private RawServent ultrapeer(String name, String fields) {
    Host host = network.simulation.newHost(name, null, null);
    return RawServent.ultrapeer(network.simulation, host, first(), fields);
  }

  private static Set<Endpoint> told(List<RawServent.Got> pongs) {
    return pongs.stream()
        .map(each -> ((Pong) each.message()).endpoint())
        .collect(Collectors.toSet());
  }

  private static Endpoint other(int number) {
    return Endpoint.ofIpv4(0x05050500 | number, 6346);
  }

  /** Says how many places a neighbour has that listens somewhere. */
  private static void tell(RawServent neighbour, int number, int leaves, int ultrapeers) {
    Ggep places = Ggep.of(new Ultrapeer(2, leaves, ultrapeers).extension());
    neighbour.send(new Guid(number, leaves), 1, 0, new Pong(other(number), 0, 8, places));
  }

  @Test
  void whoComesIsToldOfThoseThatHaveAPlaceForIt() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
    List<RawServent> neighbours = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      neighbours.add(ultrapeer("ultrapeer" + i, "Listen-IP: " + other(i) + "\r\n"));
      tell(neighbours.get(i - 1), i, i % 2, i / 4);
    }
    network.pass(1);
    Host host = network.simulation.newHost("leaf", null, null);
    RawServent leaf = new RawServent(network.simulation, host, first(), "X-Ultrapeer: False\r\n");
    assertEquals(Set.of(other(1), other(3), other(5)), leaf.named());
    assertEquals(Set.of(other(4), other(5), other(6)), ultrapeer("another", "").named());
    for (int i = 1; i <= 6; i++) {
      tell(neighbours.get(i - 1), i, 0, 0);
    }
    network.pass(1);
    assertEquals(6, ultrapeer("third", "").named().size(), "all, where none has a place");
  }

  @Test
  void whoIsToldOfServentsDialsThoseThatHaveAPlaceForIt() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
    RawServent teller = ultrapeer("teller", "");
    for (int i = 1; i <= 8; i++) {
      Ggep places = Ggep.of(new Ultrapeer(2, 9, i / 7).extension());
      teller.send(new Guid(i, i), 1, 1, new Pong(other(i), 0, 8, places));
    }
    network.pass(2);
    assertEquals(2, network.meter(0, "hosts.now"));
  }

  @Test
  void aPingIsAnsweredFromWhatOthersHaveToldAndNotPassedOn() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
    RawServent teller = ultrapeer("teller", "");
    RawServent asker = ultrapeer("asker", "");
    teller.take(100);
    Ggep places = Ggep.of(new Ultrapeer(2, 9, 9).extension());
    for (int i = 1; i <= 30; i++) {
      Endpoint named = Endpoint.ofIpv4(0x05050500 | i, 6346);
      teller.send(new Guid(i, i), 1, i % 3, new Pong(named, i, 64, places));
    }
    teller.take(200);
    assertEquals(12, network.meter(0, "pongs.now"));
    asker.take(2_000);
    asker.send(new Guid(5, 6), 4, 0, PLAIN);
    List<RawServent.Got> pongs = asker.take(500, Pong.class);
    assertEquals(11, pongs.size(), "ourselves and ten others");
    assertTrue(pongs.stream().allMatch(each -> each.guid().equals(new Guid(5, 6))));
    assertEquals(
        Set.of(0, 1, 2, 3), pongs.stream().map(RawServent.Got::hops).collect(Collectors.toSet()));
    Pong other = (Pong) pongs.get(1).message();
    assertTrue(other.files() > 18);
    assertEquals(9, GgepValues.ultrapeer(other.ggep()).orElseThrow().freeLeaves());
    assertTrue(told(pongs).contains(first()));
    // Nobody else is asked the asker's ping; the teller gets nothing of its own back.
    teller.send(new Guid(7, 8), 4, 0, PLAIN);
    List<RawServent.Got> back = teller.take(500);
    assertTrue(back.stream().noneMatch(each -> each.guid().equals(new Guid(5, 6))));
    List<RawServent.Got> pongsBack =
        back.stream().filter(each -> each.message() instanceof Pong).toList();
    assertEquals(Set.of(first()), told(pongsBack));
  }

  @Test
  void whatWeAreStandsInOurPong() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(32, 300, 3));
    RawServent asker = ultrapeer("asker", "");
    asker.take(2_000);
    asker.send(new Guid(5, 6), 1, 0, PLAIN);
    List<RawServent.Got> pongs = asker.take(500, Pong.class);
    assertEquals(1, pongs.size(), "TTL 1 asks for us alone");
    Pong pong = (Pong) pongs.get(0).message();
    assertEquals(new Ultrapeer(2, 255, 31), GgepValues.ultrapeer(pong.ggep()).orElseThrow());
    assertEquals("PEER", GgepValues.vendor(pong.ggep()).orElseThrow());
    assertTrue(GgepValues.number(pong.ggep(), GgepIds.DAILY_UPTIME).getAsLong() >= 3);
  }

  @Test
  void aCrawlerIsToldOfAllNeighboursOnceInAWhile() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
    network.add(15, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF));
    RawServent crawler = ultrapeer("crawler", "");
    crawler.take(2_000);
    crawler.send(new Guid(5, 6), 2, 0, PLAIN);
    List<RawServent.Got> pongs = crawler.take(500, Pong.class);
    assertEquals(16, pongs.size());
    assertEquals(15, pongs.stream().filter(each -> each.hops() == 1).count());
    crawler.take(1_500);
    crawler.send(new Guid(5, 7), 2, 0, PLAIN);
    assertEquals(1, crawler.take(500, Pong.class).size());
    crawler.take(4_000);
    crawler.send(new Guid(5, 8), 2, 0, PLAIN);
    assertEquals(16, crawler.take(500, Pong.class).size());
  }

  /** Each has three links, so what neighbours know of is all that a newcomer can hear. */
  @Test
  void aNewcomerHearsOfThoseFarAway() {
    GnutellaConfig few = GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(3, 10, 1);
    network.add(20, i -> few);
    network.pass(60);
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF).withLinks(3, 10, 1));
    network.pass(5);
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.LEAF).withLinks(3, 10, 1));
    network.pass(5);
    assertTrue(network.meter(21, "hosts.now") > 5, () -> "knows " + network.meter(21, "hosts.now"));
  }

  @Test
  void oneNeighbourNamesHalfOfThoseThatAreRemembered() {
    network.add(1, i -> GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
    int most = GnutellaConfig.DEFAULT.maxHosts();
    RawServent greedy = ultrapeer("greedy", "");
    RawServent other = ultrapeer("other", "");
    for (int i = 0; i < 2 * most; i++) {
      Endpoint named = Endpoint.ofIpv4(0x05000000 | i << 8, 6346);
      greedy.send(new Guid(i, i), 1, 0, new Pong(named, 1, 8, Ggep.EMPTY));
    }
    greedy.take(200);
    assertEquals(most / 2, network.meter(0, "hosts.now"));
    for (int i = 0; i < 20; i++) {
      Endpoint named = Endpoint.ofIpv4(0x06000000 | i << 8, 6346);
      other.send(new Guid(i, i), 1, 0, new Pong(named, 1, 8, Ggep.EMPTY));
    }
    other.take(200);
    assertEquals(most / 2 + 20, network.meter(0, "hosts.now"));
  }
}
