package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user may want to know of a servent is told as it happens. */
class ServentEventsTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static List<String> listen(
      SimulatedServents network, int servent, OverlayEvent.Level least) {
    List<String> told = new ArrayList<>();
    network
        .servents
        .get(servent)
        .as(EventSource.class)
        .orElseThrow()
        .listen(least, event -> told.add(event.text()));
    return told;
  }

  private static void assertStarts(String start, String text) {
    assertTrue(text.startsWith(start), text);
  }

  @Test
  void neighboursSharesSearchesAndDownloadsAreTold() {
    try (SimulatedServents network = new SimulatedServents(71).add(1, i -> ULTRAPEER)) {
      List<String> told = listen(network, 0, OverlayEvent.Level.DEBUG);
      List<String> important = listen(network, 0, OverlayEvent.Level.INFO);
      network.add(1, i -> ULTRAPEER);
      network.pass(10);
      assertEquals(1, important.size(), important::toString);
      assertStarts("linked to ultrapeer ", important.get(0));
      told.clear();
      important.clear();
      Handle shared = network.share(0, "silver snow.ogg");
      shared.close();
      network.shareContent(1, "copper rain.ogg", 5_000);
      network.pass(10);
      List<Hit> hits = network.search(0, "copper rain", 20).hits;
      Path target = network.hosts.get(0).directory().resolve("fetched.ogg");
      network.fetch(0, hits, target);
      network.pass(60);
      network.servents.get(1).leave();
      network.pass(10);
      assertEquals("fetches fetched.ogg from 1 source", important.get(0));
      assertStarts("downloaded fetched.ogg", important.get(1));
      assertEquals(3, important.size(), important::toString);
      assertStarts("link to ", important.get(2));
      assertEquals(
          List.of(
              "shares silver snow.ogg",
              "shares no more silver snow.ogg",
              "searches for copper rain",
              "search ended with 1 hits: ENDED"),
          told.subList(0, 4));
    }
  }

  @Test
  void anUploadIsToldOnceHoweverManyRangesItHas() {
    try (SimulatedServents network = new SimulatedServents(72).add(2, i -> ULTRAPEER)) {
      network.shareContent(1, "copper rain.ogg", 3_000_000);
      network.pass(10);
      List<Hit> hits = network.search(0, "copper rain", 20).hits;
      List<String> told = listen(network, 1, OverlayEvent.Level.INFO);
      network.fetch(0, hits, network.hosts.get(0).directory().resolve("fetched.ogg"));
      network.pass(120);
      assertEquals(2, told.size(), told::toString);
      assertStarts("uploading copper rain.ogg to ", told.get(0));
      assertTrue(told.get(1).endsWith(" ended after 3000000 bytes"), told.get(1));
    }
  }

  @Test
  void aSourceThatIsDroppedIsTold() {
    try (SimulatedServents network = new SimulatedServents(73).add(2, i -> ULTRAPEER)) {
      network.shareContent(1, "copper rain.ogg", 5_000);
      network.pass(10);
      List<Hit> hits = network.search(0, "copper rain", 20).hits;
      network.servents.get(1).leave();
      List<String> told = listen(network, 0, OverlayEvent.Level.DEBUG);
      network.fetch(0, hits, network.hosts.get(0).directory().resolve("fetched.ogg"));
      network.pass(120);
      List<String> dropped = told.stream().filter(text -> text.contains(" no more from ")).toList();
      assertEquals(1, dropped.size(), told::toString);
      assertStarts("fetches fetched.ogg no more from 10.", dropped.get(0));
    }
  }
}
