package io.peerwright.overlay.bittorrent.announce;

import static io.peerwright.overlay.bittorrent.announce.AnnounceLab.HASH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.Strategy.AnnounceTo;
import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Station;
import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Torrent;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Torrents against our own trackers, in simulation. */
class AnnouncerTest {

  private final AnnounceLab lab = new AnnounceLab();

  private static String url(Station station, String scheme) {
    return scheme.equals("http") ? station.http() : station.udp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void aTorrentIsAnnouncedFromStartToEnd(String scheme) {
    Station tracker = lab.tracker();
    Torrent seed = lab.torrent(List.of(List.of(url(tracker, scheme))));
    seed.left = 0;
    seed.start();
    Torrent leech = lab.torrent(List.of(List.of(url(tracker, scheme)))).start();
    assertEquals(List.of(seed.listen), leech.peers);
    assertEquals(HASH, tracker.announcements.get(1).infoHash());
    assertEquals(leech.listen, tracker.announcements.get(1).peer());
    assertEquals(50, tracker.announcements.get(1).want());
    assertTrue(leech.lastStatus().contains("1 seeds, 1 leechers, next announce in 3"));
    leech.left = 0;
    leech.source.completed();
    lab.run(2);
    lab.run(2000);
    leech.stop();
    lab.run(2);
    assertTrue(leech.stopped);
    assertEquals(
        List.of(
            "STARTED SEED",
            "STARTED DOWNLOADER",
            "COMPLETED SEED",
            "NONE SEED",
            "NONE SEED",
            "STOPPED SEED"),
        tracker.told);
    assertEquals(new SwarmCounts(1, 0, 0, 1), tracker.counts(HASH));
    assertEquals(seed.peers, List.of(leech.listen).subList(0, seed.peers.size()));
    assertEquals(scheme.equals("http"), leech.outside.contains(leech.listen.withPort(0)));
    lab.run(10_000);
    assertEquals(1, lab.simulation.sockets(seed.host) + (scheme.equals("http") ? 1 : 0));
    assertEquals(0, lab.simulation.sockets(leech.host));
  }

  @Test
  void theFirstTrackerThatAnswersIsAskedFromThenOn() {
    lab.options = AnnounceLab.options(AnnounceTo.FIRST, AddressPolicy.ANY);
    Station dead = lab.tracker();
    dead.crash();
    Station alive = lab.tracker();
    Station backup = lab.tracker();
    Torrent torrent =
        lab.torrent(List.of(List.of(dead.udp(), dead.http(), alive.http()), List.of(backup.udp())));
    torrent.start();
    lab.run(120);
    assertEquals(List.of("STARTED DOWNLOADER"), alive.told);
    assertEquals(List.of(), backup.told);
    long tries = torrent.statuses.stream().filter(each -> !each.contains("seeds")).count();
    lab.run(2000);
    assertEquals(List.of("STARTED DOWNLOADER", "NONE DOWNLOADER"), alive.told);
    assertEquals(tries, torrent.statuses.stream().filter(each -> !each.contains("seeds")).count());
    alive.crash();
    lab.run(2200);
    assertEquals(List.of("STARTED DOWNLOADER"), backup.told);
    torrent.stop();
    lab.run(6);
    assertTrue(torrent.stopped);
    assertEquals(List.of("STARTED DOWNLOADER", "STOPPED DOWNLOADER"), backup.told);
  }

  /** As widely used clients do, and users rely on. */
  @Test
  void aTrackerOfEveryTierIsAskedAtTheSameTime() {
    Station dead = lab.tracker();
    dead.crash();
    Station one = lab.tracker();
    Station two = lab.tracker();
    Station three = lab.tracker();
    lab.options = AnnounceLab.options(AnnounceTo.ALL_TIERS, AddressPolicy.ANY, three.http());
    Torrent torrent =
        lab.torrent(
            List.of(List.of(dead.udp()), List.of(one.http()), List.of(two.udp(), two.http())));
    torrent.start();
    List<String> started = List.of("STARTED DOWNLOADER");
    assertEquals(List.of(started, started, started), List.of(one.told, two.told, three.told));
    torrent.left = 0;
    torrent.source.completed();
    lab.run(2);
    String completed = "COMPLETED SEED";
    assertEquals(
        List.of(completed, completed, completed),
        List.of(one.told.get(1), two.told.get(1), three.told.get(1)));
    lab.run(120);
    assertTrue(torrent.lastStatus().contains(" seeds, "), torrent.lastStatus());
    torrent.stop();
    lab.run(2);
    assertTrue(torrent.stopped);
    assertEquals("STOPPED SEED", one.told.get(2));
    assertEquals("STOPPED SEED", two.told.get(2));
  }

  /** A private torrent has one tracker at a time (BEP 27), and none of the user's. */
  @Test
  void aPrivateTorrentIsAnnouncedToOneTrackerOnly() {
    Station one = lab.tracker();
    Station two = lab.tracker();
    Station users = lab.tracker();
    lab.options = AnnounceLab.options(AnnounceTo.ALL_TIERS, AddressPolicy.ANY, users.http());
    List<List<String>> tiers = List.of(List.of(one.http()), List.of(two.http()));
    Torrent known = lab.torrent(tiers);
    known.isPrivate = true;
    known.start();
    assertEquals(List.of(1, 0, 0), List.of(one.told.size(), two.told.size(), users.told.size()));
    Torrent link = lab.torrent(tiers).start();
    assertEquals(List.of(2, 1, 1), List.of(one.told.size(), two.told.size(), users.told.size()));
    link.isPrivate = true;
    link.source.becamePrivate();
    lab.run(2);
    assertEquals("STOPPED DOWNLOADER", two.told.get(1));
    assertEquals("STOPPED DOWNLOADER", users.told.get(1));
    assertEquals(1, link.others);
    assertEquals(new SwarmCounts(0, 2, 2, 0), one.counts(HASH));
    lab.run(2000);
    assertEquals(List.of(2, 2), List.of(two.told.size(), users.told.size()));
  }

  /** Nobody waits at the end for who is not there. */
  @Test
  void aDeadTrackerDoesNotHoldTheEnd() {
    Station alive = lab.tracker();
    Station dying = lab.tracker();
    Torrent torrent = lab.torrent(List.of(List.of(alive.http()), List.of(dying.udp()))).start();
    assertEquals(1, dying.told.size());
    dying.crash();
    torrent.stop();
    lab.simulation.runFor(java.time.Duration.ofMillis(700));
    assertEquals("STOPPED DOWNLOADER", alive.told.get(1));
    lab.simulation.runFor(java.time.Duration.ofMillis(100));
    assertTrue(torrent.stopped);
    lab.run(6);
    assertEquals(0, lab.simulation.sockets(torrent.host));
  }

  /** One that is silent has a head start of some seconds, not of all its attempts. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSilentTrackerOrAddressDelaysTheNextOneBySeconds(boolean ofOneName) {
    Station alive = lab.tracker();
    String nowhere = "10.78.5.5:6969";
    Torrent torrent;
    if (ofOneName) {
      lab.names.put("two", List.of(Endpoint.parse("10.78.5.5:0"), alive.address));
      torrent = lab.torrent(List.of(List.of("udp://two:6969/announce")));
    } else {
      lab.options = AnnounceLab.options(AnnounceTo.FIRST, AddressPolicy.ANY);
      torrent = lab.torrent(List.of(List.of("udp://" + nowhere), List.of(alive.udp())));
    }
    torrent.start();
    lab.run(7);
    assertEquals(List.of("STARTED DOWNLOADER"), alive.told);
  }

  /** That nobody listens at one address is not the tracker's answer. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void aRefusedConnectionIsNotAnAnswer(String scheme) {
    Station alive = lab.tracker();
    Endpoint refusing = lab.newHost().listenAddress();
    lab.names.put("two", List.of(refusing, alive.address));
    lab.torrent(List.of(List.of(scheme + "://two:6969/announce"))).start();
    lab.run(3);
    assertEquals(List.of("STARTED DOWNLOADER"), alive.told);
  }

  /**
   * A torrent may not have us ask what it likes in our network, nor a far tracker name peers there.
   */
  @Test
  void localTrackersOfATorrentAreAskedForAnAnnounceOnly() {
    Station tracker = lab.tracker("keys", List.of("sesame"));
    lab.options = AnnounceLab.options(AnnounceTo.ALL_TIERS, AddressPolicy.LOCAL_SOURCES);
    String base = "http://" + tracker.address;
    for (String path :
        List.of("/sesame/announce", "/announce/../x", "/announce%2f..", "/x?/announce")) {
      Torrent torrent = lab.torrent(List.of(List.of(base + path))).start();
      assertTrue(torrent.lastStatus().contains("in our own network"), torrent.lastStatus());
    }
    assertEquals(0, tracker.told.size());
    Torrent usual = lab.torrent(List.of(List.of(base + "/announce?x=y"))).start();
    assertTrue(usual.lastStatus().contains("the tracker says"), usual.lastStatus());
    lab.options =
        AnnounceLab.options(
            AnnounceTo.ALL_TIERS, AddressPolicy.LOCAL_SOURCES, base + "/sesame/announce");
    lab.torrent(List.of()).start();
    assertEquals(1, tracker.told.size());
  }

  @Test
  void aTrackerTellsOfPeersThatItCanReachItself() {
    Station far = lab.new Station(lab.simulation.newHost("far", Endpoint.parse("8.8.4.4:0"), null));
    Station near = lab.tracker();
    lab.options = AnnounceLab.options(AnnounceTo.ALL_TIERS, AddressPolicy.LOCAL_SOURCES);
    lab.torrent(List.of(List.of(far.http()), List.of(near.http()))).start();
    Torrent asksFar = lab.torrent(List.of(List.of(far.http()))).start();
    Torrent asksNear = lab.torrent(List.of(List.of(near.http()))).start();
    assertEquals(2, far.told.size());
    assertEquals(List.of(), asksFar.peers);
    assertEquals(1, asksNear.peers.size());
  }

  @Test
  void aTrackerThatComesLateIsFoundAndHearsOfTheEnd() {
    Endpoint address = Endpoint.parse("10.78.5.5:6969");
    lab.simulation.newHost("later", address, null);
    Torrent torrent = lab.torrent(List.of(List.of("http://" + address + "/announce")));
    torrent.start();
    lab.run(100);
    int tries = torrent.statuses.size();
    assertTrue(tries >= 2 && tries <= 4, () -> torrent.statuses.toString());
    torrent.left = 0;
    torrent.source.completed();
    torrent.source.needPeers();
    lab.run(20);
    assertTrue(torrent.statuses.size() <= tries + 1);
    torrent.stop();
    lab.run(1);
    assertTrue(torrent.stopped);
    int told = torrent.statuses.size();
    lab.run(10_000);
    assertEquals(told, torrent.statuses.size());
  }

  @Test
  void triesBecomeRareAndNeverEnd() {
    Torrent torrent = lab.torrent(List.of(List.of("http://10.78.5.5:1/announce")));
    torrent.start();
    lab.run(3600);
    int firstHour = torrent.statuses.size();
    lab.run(36_000);
    int tenHours = torrent.statuses.size() - firstHour;
    assertTrue(firstHour >= 6 && firstHour <= 10, () -> "tries in an hour: " + firstHour);
    assertTrue(tenHours >= 15 && tenHours <= 21, () -> "tries in ten hours: " + tenHours);
  }

  @Test
  void morePeersAreAskedForAsSoonAsTheTrackerAllows() {
    Station tracker = lab.tracker();
    Torrent torrent = lab.torrent(List.of(List.of(tracker.http()))).start();
    torrent.source.needPeers();
    lab.run(890);
    assertEquals(1, tracker.told.size());
    torrent.wanted = 7;
    lab.run(20);
    assertEquals(2, tracker.told.size());
    assertEquals(7, tracker.announcements.get(1).want());
    lab.run(900);
    assertEquals(2, tracker.told.size());
    torrent.wanted = -3;
    torrent.source.needPeers();
    lab.run(2);
    assertEquals(0, tracker.announcements.get(2).want());
  }

  @Test
  void aDownloadThatEndsBeforeTheAnswerIsToldAfterIt() {
    Station tracker = lab.tracker();
    Torrent torrent = lab.torrent(List.of(List.of(tracker.udp())));
    torrent.source.start();
    lab.simulation.runFor(java.time.Duration.ofMillis(1));
    torrent.left = 0;
    torrent.source.completed();
    lab.run(5);
    assertEquals("COMPLETED SEED", tracker.told.get(1));
    assertEquals(2, tracker.told.size());
  }

  @Test
  void whatCannotBeAskedIsSaid() {
    Station tracker = lab.tracker("whitelist", List.of("00".repeat(20)));
    Torrent torrent =
        lab.torrent(
            List.of(
                List.of("wss://secure.example/announce", "udp://no.port/", "nonsense"),
                List.of("wss://web.example/"),
                List.of("http://unknown.example/announce", tracker.udp(), tracker.http())));
    torrent.start();
    lab.run(30);
    String all = String.join("\n", torrent.statuses);
    assertTrue(all.contains("WebRTC only, and that is not spoken here: wss://secure"), all);
    assertTrue(all.contains("needs a port"), all);
    assertTrue(all.contains("not a URL: \"nonsense\""), all);
    assertTrue(all.contains("unknown.example: unknown.example is not known"), all);
    assertTrue(all.contains("the tracker says: this tracker does not serve"), all);
    Torrent none = lab.torrent(List.of()).start();
    assertEquals(List.of("the torrent has no tracker that can be asked"), none.statuses);
    none.stop();
    lab.run(1);
    assertTrue(none.stopped);
  }

  @Test
  void aKeyInTheUrlReachesTheTrackerOverBoth() {
    Station tracker = lab.tracker("keys", List.of("sesame"));
    for (String scheme : List.of("udp", "http")) {
      lab.torrent(List.of(List.of(scheme + "://" + tracker.address + "/sesame/announce"))).start();
    }
    Torrent wrong = lab.torrent(List.of(List.of(tracker.udp()))).start();
    assertEquals(2, tracker.told.size());
    assertTrue(wrong.statuses.get(0).contains("private"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void scrapesAreAnswered(String scheme) {
    Station tracker = lab.tracker();
    Torrent torrent = lab.torrent(List.of(List.of(tracker.udp()))).start();
    TrackerClient client =
        new TrackerClient(torrent.host, torrent.listen, TlsClient.Trust.DEFAULT, AddressPolicy.ANY);
    List<List<SwarmCounts>> answers = new ArrayList<>();
    Id20 other = new Id20(1, 1, 1);
    new Scrape(
        client,
        url(tracker, scheme),
        List.of(other, HASH),
        (counts, failure) -> answers.add(counts == null ? List.of() : counts));
    lab.run(2);
    assertEquals(List.of(List.of(SwarmCounts.NONE, new SwarmCounts(0, 1, 1, 0))), answers);
    List<OverlayException> failures = new ArrayList<>();
    String nowhere = scheme + "://10.78.5.5:9/announce";
    new Scrape(client, nowhere, List.of(HASH), (counts, failure) -> failures.add(failure));
    lab.run(60);
    assertEquals(1, failures.size());
    assertNotNull(failures.get(0));
    assertTrue(
        List.of(Reason.TIMEOUT, Reason.UNREACHABLE).contains(failures.get(0).reason()),
        () -> failures.get(0).reason().toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Scrape(client, "http://h/a", List.of(HASH), (counts, failure) -> {}));
  }

  @Test
  void theSocketIsClosedWithTheLastTorrentAndOpenedAgain() {
    Station tracker = lab.tracker();
    Torrent first = lab.torrent(List.of(List.of(tracker.udp()))).start();
    lab.run(1);
    assertEquals(1, lab.simulation.sockets(first.host));
    first.source.start();
    first.stop();
    lab.run(2);
    assertEquals(0, lab.simulation.sockets(first.host));
    first.source.start();
    lab.run(2);
    assertEquals(
        List.of("STARTED DOWNLOADER", "STOPPED DOWNLOADER", "STARTED DOWNLOADER"), tracker.told);
  }

  @Test
  void everythingRepeatsFromItsSeed() {
    assertEquals(traceOfAnHour(), traceOfAnHour());
  }

  private static long traceOfAnHour() {
    AnnounceLab lab = new AnnounceLab();
    Station tracker = lab.tracker();
    for (int i = 0; i < 30; i++) {
      lab.torrent(List.of(List.of(tracker.udp(), tracker.http()), List.of("http://10.78.5.5:1/")))
          .start();
    }
    lab.run(3600);
    return lab.simulation.traceHash();
  }
}
