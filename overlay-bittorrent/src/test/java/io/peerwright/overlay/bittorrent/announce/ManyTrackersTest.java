package io.peerwright.overlay.bittorrent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Station;
import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Torrent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of many trackers is asked when one of them is slow or says no. */
class ManyTrackersTest {

  private static final String STARTED = "STARTED DOWNLOADER";

  private final AnnounceLab lab = new AnnounceLab();

  /** 32 tiers are asked at a time; those behind them come after the last one of these. */
  @Test
  void trackersOfTooManyTiersStandInForTheLast() {
    Station alive = lab.tracker();
    List<List<String>> tiers = new ArrayList<>();
    for (int port = 1; port < 40; port++) {
      tiers.add(List.of("udp://10.78.5.5:" + port + "/announce"));
    }
    tiers.add(List.of(alive.udp()));
    lab.torrent(tiers).start();
    lab.run(30);
    assertEquals(List.of(), alive.told);
    lab.run(15);
    assertEquals(List.of(STARTED), alive.told);
  }

  /** After some minutes it is given up, which is told only if no other one has answered. */
  @Test
  void aDeadTrackerIsNoNewsWhileAnotherOneIsWell() {
    Station alive = lab.tracker();
    List<String> dead = List.of("udp://10.78.5.5:6969/announce");
    Torrent torrent = lab.torrent(List.of(dead, List.of(alive.udp()))).start();
    Torrent unlucky = lab.torrent(List.of(dead)).start();
    lab.run(300);
    assertTrue(unlucky.lastStatus().contains("does not answer"), unlucky.lastStatus());
    assertEquals(1, torrent.statuses.size(), () -> torrent.statuses.toString());
    assertTrue(torrent.lastStatus().contains("next announce in"), torrent.lastStatus());
  }

  /** Whoever is not let in at one address of a name does not try the next one. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void aRefusalInWordsIsAnAnswer(String scheme) {
    Station refusing = lab.tracker("keys", List.of("sesame"));
    Station other = lab.tracker();
    lab.names.put("two", List.of(refusing.address, other.address));
    Torrent torrent = lab.torrent(List.of(List.of(scheme + "://two:6969/announce"))).start();
    assertTrue(torrent.lastStatus().contains("the tracker says"), torrent.lastStatus());
    lab.run(10);
    assertEquals(List.of(), other.told);
  }

  /** Its answer is still under way, and it has us on its list. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void aTrackerThatMayHaveHeardUsHearsOfTheEnd(String scheme) {
    Station tracker = lab.tracker();
    String url = scheme.equals("http") ? tracker.http() : tracker.udp();
    Torrent torrent = lab.torrent(List.of(List.of(url)));
    torrent.source.start();
    assertTrue(lab.simulation.runUntil(() -> !tracker.told.isEmpty(), Duration.ofSeconds(2)));
    assertEquals(List.of(), torrent.statuses);
    torrent.stop();
    lab.run(2);
    assertEquals(List.of(STARTED, "STOPPED DOWNLOADER"), tracker.told);
  }
}
