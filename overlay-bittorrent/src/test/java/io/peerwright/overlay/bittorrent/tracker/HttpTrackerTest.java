package io.peerwright.overlay.bittorrent.tracker;

import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.SWARM;
import static io.peerwright.overlay.bittorrent.tracker.TrackerLab.query;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Percent;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** BEP 3, 7, 21, 23, 24, 27 and 48, request by request. */
class HttpTrackerTest {

  private static final Id20 OTHER = new Id20(9, 9, 9);

  @Test
  void peersHearOfEachOther() throws BencodeException {
    TrackerLab lab = new TrackerLab();
    Host ann = lab.newHost();
    Host bob = lab.newHost();
    BDict first = lab.ask(ann, "/announce?" + query(SWARM, 6881, "&left=5&event=started"));
    assertEquals(0, first.string("peers").length());
    assertNull(first.get("peers6"));
    assertTrue(first.integer("interval") >= 1800);
    assertEquals(900, first.integer("min interval"));
    assertEquals(1, first.integer("incomplete"));
    assertArrayEquals(ann.listenAddress().addressBytes(), first.string("external ip").bytes());
    assertTrue(first.string("tracker id").length() > 0);
    BDict second = lab.ask(bob, "/announce?" + query(SWARM, 7000, "&left=0&compact=1"));
    byte[] compact = second.string("peers").bytes();
    assertEquals(6, compact.length);
    assertEquals(ann.listenAddress().withPort(6881), endpoint(compact));
    assertEquals(1, second.integer("complete"));
    lab.ask(ann, "/announce?" + query(SWARM, 6881, "&left=5&event=stopped"));
    BDict third = lab.ask(bob, "/announce?" + query(SWARM, 7000, "&left=0"));
    assertEquals(0, third.integer("incomplete"));
  }

  private static Endpoint endpoint(byte[] compact) {
    int port = (compact[4] & 0xff) << 8 | compact[5] & 0xff;
    return Endpoint.of(java.util.Arrays.copyOf(compact, 4), port);
  }

  @Test
  void dictionariesAreGivenWhereAskedFor() throws BencodeException {
    TrackerLab lab = new TrackerLab();
    Host ann = lab.newHost();
    lab.ask(ann, "/announce?" + query(SWARM, 6881, "&left=5"));
    Host bob = lab.newHost();
    BDict plain = lab.ask(bob, "/announce?" + query(SWARM, 1, "&left=5&compact=0"));
    BDict peer = (BDict) plain.list("peers").values().get(0);
    String address = ann.listenAddress().withPort(6881).toString();
    assertEquals(address, peer.string("ip").text() + ":" + peer.integer("port"));
    assertEquals("-XX0000-abcdefghijkl", peer.string("peer id").text());
    BDict bare = lab.ask(bob, "/announce?" + query(SWARM, 1, "&compact=0&no_peer_id=1"));
    assertEquals(List.of("ip", "port"), keys(bare.list("peers").values().get(0)));
  }

  private static List<String> keys(Object dict) {
    return List.copyOf(((BDict) dict).values().keySet());
  }

  @Test
  void numwantIsKept() throws BencodeException {
    TrackerLab lab = new TrackerLab("maxPeersPerAnswer", 20, "defaultPeers", 10);
    Host many = lab.newHost();
    for (int port = 1; port <= 40; port++) {
      lab.ask(many, "/announce?" + query(SWARM, port, "&left=5&numwant=0"));
    }
    assertEquals(10 * 6, peerBytes(lab, ""));
    assertEquals(3 * 6, peerBytes(lab, "&numwant=3"));
    assertEquals(20 * 6, peerBytes(lab, "&numwant=999999"));
    assertEquals(10 * 6, peerBytes(lab, "&numwant=-1"));
    assertEquals(0, peerBytes(lab, "&numwant=0"));
  }

  private static int peerBytes(TrackerLab lab, String more) throws BencodeException {
    String target = "/announce?" + query(SWARM, 4000, "&left=5" + more);
    return lab.ask(lab.newHost(), target).string("peers").length();
  }

  @Test
  void scrapesAreAnswered() throws BencodeException {
    TrackerLab lab = new TrackerLab();
    Host host = lab.newHost();
    lab.ask(host, "/announce?" + query(SWARM, 1, "&left=0&event=completed"));
    lab.ask(host, "/announce?" + query(SWARM, 2, "&left=9&event=paused"));
    lab.ask(host, "/announce?" + query(SWARM, 3, "&left=9"));
    String hashes =
        "info_hash="
            + Percent.encode(OTHER.bytes())
            + "&info_hash="
            + Percent.encode(SWARM.bytes());
    BDict files = lab.ask(host, "/scrape?" + hashes).dict("files");
    assertEquals(2, files.values().size());
    BDict swarm = files.dict(new String(SWARM.bytes(), StandardCharsets.ISO_8859_1));
    assertEquals(1, swarm.integer("complete"));
    assertEquals(1, swarm.integer("downloaded"));
    assertEquals(2, swarm.integer("incomplete"));
    assertEquals(1, swarm.integer("downloaders"));
    assertTrue(lab.failure(host, "/scrape").contains("info_hash is missing"));
  }

  @Test
  void whatIsWrongIsToldInWords() {
    TrackerLab lab = new TrackerLab();
    Host host = lab.newHost();
    assertEquals("info_hash is missing", lab.failure(host, "/announce"));
    assertEquals(
        "info_hash must have 20 bytes, has 3", lab.failure(host, "/announce?info_hash=abc"));
    String hash = "info_hash=" + Percent.encode(SWARM.bytes());
    assertEquals("peer_id is missing", lab.failure(host, "/announce?" + hash));
    assertEquals(
        "port is missing", lab.failure(host, "/announce?" + hash + "&peer_id=" + "a".repeat(20)));
    assertEquals(
        "port must be a number within 0..65535",
        lab.failure(host, "/announce?" + query(SWARM, 70_000, "")));
    assertTrue(lab.failure(host, "/announce?info_hash=%zz").contains("percent sign"));
    assertTrue(lab.failure(host, "/announce?" + "a=b&".repeat(200)).contains("parameters"));
    assertTrue(new String(lab.get(host, "/")).contains("/announce"));
    assertEquals(7, lab.meter("tracker.malformed"));
  }

  @Test
  void aPrivateTrackerAsksForAKey() throws BencodeException {
    TrackerLab lab = new TrackerLab("keys", List.of("sesame"));
    Host host = lab.newHost();
    String query = query(SWARM, 1, "&left=5");
    assertTrue(lab.failure(host, "/announce?" + query).contains("private"));
    assertTrue(lab.failure(host, "/sesam/announce?" + query).contains("private"));
    assertEquals(1, lab.ask(host, "/sesame/announce?" + query).integer("incomplete"));
    assertTrue(lab.failure(host, "/scrape?" + query).contains("private"));
    assertEquals(1, lab.ask(host, "/sesame/scrape?" + query).values().size());
  }

  @Test
  void aWhitelistIsReadFromAFile() throws Exception {
    TrackerLab lab = new TrackerLab(Trackers.config());
    Host other = lab.newHost(Endpoint.parse("10.78.0.2:6969"));
    Files.createDirectories(other.directory());
    Files.writeString(other.directory().resolve("hashes"), "# ours\n\n " + SWARM + "\nxyz\n");
    TrackerServer server =
        new TrackerServer(
            "t", other, Trackers.config("whitelistFile", java.nio.file.Path.of("hashes")));
    var failed = server.join().toCompletableFuture();
    lab.run(1);
    ExecutionException failure = Assertions.assertThrows(ExecutionException.class, failed::get);
    assertTrue(
        String.valueOf(failure.getCause().getMessage())
            .contains("hashes, line 4: an info-hash has 40"),
        () -> String.valueOf(failure));
    Files.writeString(other.directory().resolve("hashes"), "# ours\n\n " + SWARM + "\n");
    var joined = server.join().toCompletableFuture();
    lab.run(1);
    assertNull(joined.getNow(null));
    assertTrue(joined.isDone());
  }

  @Test
  void aTakenPortIsToldOf() {
    TrackerLab lab = new TrackerLab();
    TrackerServer second = new TrackerServer("second", lab.host, Trackers.config());
    var failed = second.join().toCompletableFuture();
    lab.run(1);
    CompletionException failure = Assertions.assertThrows(CompletionException.class, failed::join);
    IOException cause = Assertions.assertInstanceOf(IOException.class, failure.getCause());
    assertEquals("cannot listen on 10.78.0.1:6969: ADDRESS_IN_USE", cause.getMessage());
  }

  @Test
  void bothFamiliesAreToldToWhoHasBoth() throws BencodeException {
    TrackerLab lab = new TrackerLab("believeAddresses", true);
    Host ann = lab.newHost();
    lab.ask(ann, "/announce?" + query(SWARM, 6881, "&left=5&ipv6=2001:db8::9"));
    lab.ask(ann, "/announce?" + query(SWARM, 6882, "&left=5&ipv6=%5B2001%3Adb8%3A%3A9%5D%3A77"));
    Host bob = lab.newHost();
    BDict only4 = lab.ask(bob, "/announce?" + query(SWARM, 1, "&left=5"));
    assertEquals(12, only4.string("peers").length());
    assertNull(only4.get("peers6"));
    BDict both = lab.ask(bob, "/announce?" + query(SWARM, 1, "&left=5&ipv6=2001:db8::10"));
    assertEquals(12, both.string("peers").length());
    assertEquals(36, both.string("peers6").length());
    BDict named = lab.ask(bob, "/announce?" + query(SWARM, 2, "&left=5&ip=192.0.2.9&compact=0"));
    assertEquals(6, named.integer("incomplete") - 1);
    for (String ours : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1")) {
      BDict knocking = lab.ask(bob, "/announce?" + query(SWARM, 3, "&left=5&ip=" + ours));
      assertEquals(7, knocking.integer("incomplete"), ours);
    }
  }

  @Test
  void nobodyIsToldOfAddressesThatWereOnlyNamed() throws BencodeException {
    TrackerLab lab = new TrackerLab();
    Host ann = lab.newHost();
    lab.ask(ann, "/announce?" + query(SWARM, 6881, "&left=5&ipv6=2001:db8::9&ip=192.0.2.1"));
    Host bob = lab.newHost();
    BDict both = lab.ask(bob, "/announce?" + query(SWARM, 1, "&left=5&ipv6=2001:db8::10"));
    assertEquals(ann.listenAddress().withPort(6881), endpoint(both.string("peers").bytes()));
    assertEquals(2, both.integer("incomplete"));
    assertNull(both.get("peers6"));
  }

  @Test
  void damagedRequestsAreAnsweredOrRefused() {
    TrackerLab lab = new TrackerLab("maxRequestsPerSecond", 100_000_000);
    AnnounceService service =
        AnnounceServices.of(lab.host, Trackers.config("maxRequestsPerSecond", 100_000_000));
    HttpTrackerHandler front = new HttpTrackerHandler(service, "id");
    String good =
        "/announce?" + query(SWARM, 6881, "&left=5&numwant=9&ip=1.2.3.4&ipv6=::1&event=started");
    Random random = new Random(16);
    int[] counts = new int[2];
    for (int i = 0; i < 100_000; i++) {
      StringBuilder target = new StringBuilder(good);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = 10 + random.nextInt(target.length() - 10);
        target.setCharAt(at, (char) (33 + random.nextInt(94)));
      }
      byte[] body = HttpProbe.answer(front, target.toString());
      boolean refused = TrackerLab.read(body).get("failure reason") != null;
      counts[refused ? 0 : 1]++;
    }
    assertTrue(counts[0] > 1000 && counts[1] > 1000);
  }

  /** 18,000 bytes of them. */
  @Test
  void asManyPeersAreToldAsAreAllowed() throws BencodeException {
    TrackerLab lab =
        new TrackerLab(
            "maxPeersPerAnswer",
            1_000,
            "believeAddresses",
            true,
            "maxRequestsPerSecond",
            1_000_000);
    Host host = lab.newHost();
    for (int i = 1; i <= 1_001; i++) {
      String network = "2001:db8:" + Integer.toHexString(i) + "::9";
      lab.ask(host, "/announce?" + query(SWARM, 6881, "&left=5&numwant=0&ipv6=" + network));
    }
    BDict many =
        lab.ask(host, "/announce?" + query(SWARM, 1, "&left=5&numwant=1000&ipv6=2001:db9::9"));
    assertEquals(1_000, many.string("peers6").length() / 18);
  }

  /** They cost a multiple of compact peers, in time and in bytes. */
  @Test
  void atMostFiftyPeersAreToldInDictionaries() throws BencodeException {
    TrackerLab lab = new TrackerLab();
    for (int i = 0; i < 80; i++) {
      lab.ask(lab.newHost(), "/announce?" + query(SWARM, 1000 + i, "&left=5"));
    }
    Host asker = lab.newHost();
    BDict many = lab.ask(asker, "/announce?" + query(SWARM, 1, "&left=5&numwant=200"));
    assertEquals(80, many.string("peers").length() / 6);
    BDict few = lab.ask(asker, "/announce?" + query(SWARM, 1, "&left=5&numwant=200&compact=0"));
    assertEquals(50, few.list("peers").values().size());
  }
}
