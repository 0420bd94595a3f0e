package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files that are sources for others while they are being fetched. */
class PartialSharingTest {

  private static final int PIECE = 1 << 17;
  private static final int SIZE = 16 * PIECE;
  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final String NAME = "copper rain.ogg";
  private static final byte[] CONTENT = content();
  private static final Set<Urn> URNS =
      Set.copyOf(Digests.of(CONTENT, List.of(Digests.SHA1, TigerTree.KIND)));
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(20, 10, 3);

  /** It sends 64 KiB in a second, to two at a time. */
  private static final GnutellaConfig SEED =
      USUAL.withUploads(2, 1, 100).withUploadRates(65_536, 0);

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    new Random(3).nextBytes(content);
    return content;
  }

  private static SimulatedServents network(int fetchers, GnutellaConfig config) {
    SimulatedServents network =
        new SimulatedServents(17).add(1, i -> SEED).add(fetchers, i -> config);
    network.pass(3);
    network.share(0, NAME, CONTENT, URNS);
    return network;
  }

  private static Path target(SimulatedServents network, int servent) {
    return network.hosts.get(servent).directory().resolve("fetched");
  }

  private static void await(SimulatedServents network, Download download) {
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofMinutes(30));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
  }

  /** What those take who begin at once of the only one that has all. */
  private static long seedBytes(int fetchers, GnutellaConfig config) throws IOException {
    try (SimulatedServents network = network(fetchers, config)) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      assertEquals(1, hits.size());
      List<Download> downloads = new ArrayList<>();
      for (int i = 1; i <= fetchers; i++) {
        downloads.add(network.fetch(i, hits, target(network, i)));
      }
      for (int i = 1; i <= fetchers; i++) {
        await(network, downloads.get(i - 1));
        assertArrayEquals(CONTENT, Files.readAllBytes(target(network, i)));
      }
      long all = network.meter("uploads.bytes");
      assertTrue(all < (fetchers + 0.5) * SIZE, () -> all + " bytes in all");
      assertEquals(0, network.meter("downloads.corrupt"));
      return network.meter(0, "uploads.bytes");
    }
  }

  @Test
  void manyWhoFetchTheSameTakeMostOfItFromEachOther() throws IOException {
    long sent = seedBytes(9, USUAL);
    assertTrue(sent <= 2L * SIZE, () -> (double) sent / SIZE + " copies");
  }

  @Test
  void withoutItEachCopyComesFromTheSeed() throws IOException {
    long sent = seedBytes(4, USUAL.withPartialSharing(false));
    assertTrue(sent >= 4L * SIZE, () -> (double) sent / SIZE + " copies");
  }

  private static String ask(SimulatedServents network, int of, int by, String request) {
    Endpoint at = network.hosts.get(of).listenAddress().withPort(SimulatedServents.PORT);
    Asker asker = new Asker(network.hosts.get(by), at, request + "Host: x\r\n\r\n");
    network.pass(2);
    return asker.received().toString();
  }

  private static String sha1() {
    return URNS.stream().filter(urn -> urn.namespace().equals(Urn.SHA1)).findAny().get().toString();
  }

  private static String get(String range) {
    return "GET /uri-res/N2R?" + sha1() + " HTTP/1.1\r\nRange: bytes=" + range + "\r\n";
  }

  /** What an answer says that is there, the ends included. */
  private static List<long[]> told(String answer) {
    String told = answer.replaceAll("(?s).*X-Available-Ranges: bytes ([-0-9,]*)\r\n.*", "$1");
    List<long[]> ranges = new ArrayList<>();
    for (String range : told.isEmpty() ? new String[0] : told.split(",")) {
      int dash = range.indexOf('-');
      long from = Long.parseLong(range.substring(0, dash));
      ranges.add(new long[] {from, Long.parseLong(range.substring(dash + 1))});
    }
    return ranges;
  }

  /** Parts of 128 KiB that the tree has verified are told and sent, and nothing else. */
  @Test
  void whatIsHereIsToldAndSent() {
    try (SimulatedServents network = network(2, USUAL)) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      assertTrue(ask(network, 1, 2, get("0-9")).startsWith("HTTP/1.1 404 "), "nothing is here");
      Download download = network.fetch(1, hits, target(network, 1));
      network.simulation.runUntil(() -> download.bytesDone() > 5 * PIECE, Duration.ofMinutes(2));
      String missing = ask(network, 1, 2, get((SIZE + 5) + "-"));
      assertTrue(missing.startsWith("HTTP/1.1 416 "), missing);
      long total = 0;
      for (long[] range : told(missing)) {
        long from = range[0];
        long last = range[1];
        assertEquals(0, from % PIECE);
        assertEquals(0, (last + 1) % PIECE);
        total += last + 1 - from;
        String part = ask(network, 1, 2, get(from + "-" + (from + 9)));
        assertTrue(part.startsWith("HTTP/1.1 206 "), part);
        assertTrue(part.contains("Content-Range: bytes " + from + "-" + (from + 9) + "/" + SIZE));
        assertTrue(part.contains("X-Available-Ranges: bytes "), part);
      }
      assertTrue(total >= 4 * PIECE && total < SIZE, missing);
      String tree = ask(network, 1, 2, "GET /uri-res/N2X?" + sha1() + " HTTP/1.1\r\n");
      assertTrue(tree.startsWith("HTTP/1.1 200 "), "the tree of a part of a file");
      await(network, download);
      String whole = ask(network, 1, 2, get("0-9"));
      assertTrue(whole.startsWith("HTTP/1.1 206 ") && !whole.contains("X-Available-Ranges"));
    }
  }

  /** What the seed says of who else has the file, as long as it is still fetching. */
  @Test
  void whoFetchesNamesItselfOnceItHasSomething() {
    try (SimulatedServents network = network(2, USUAL)) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      Download download = network.fetch(1, hits, target(network, 1));
      network.pass(1);
      String one = network.hosts.get(1).listenAddress().withPort(SimulatedServents.PORT).toString();
      String head = "HEAD /uri-res/N2R?" + sha1() + " HTTP/1.1\r\n";
      assertTrue(!ask(network, 0, 2, head).contains("X-Alt: "), "nothing is here yet");
      network.simulation.runUntil(() -> download.bytesDone() > 10 * PIECE, Duration.ofMinutes(2));
      assertTrue(download.state() == Download.State.TRANSFERRING);
      assertTrue(ask(network, 0, 2, head).contains("X-Alt: " + one));
    }
  }

  /** Somebody changes what is here between two runs: it is not sent, but fetched anew. */
  @Test
  void afterARestartOnlyWhatIsRightIsSent() throws IOException {
    try (SimulatedServents network = network(2, USUAL)) {
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      Download first = network.fetch(1, hits, target(network, 1));
      network.simulation.runUntil(() -> first.bytesDone() > 8 * PIECE, Duration.ofMinutes(2));
      network.servents.get(1).leave();
      network.pass(2);
      Path part = target(network, 1).resolveSibling("fetched.part");
      byte[] left = Files.readAllBytes(part);
      for (int at = 5; at < left.length; at += 2 * PIECE) {
        left[at] ^= 1;
      }
      Files.write(part, left);
      network.servents.get(1).join();
      network.pass(5);
      Download second = network.fetch(1, hits, target(network, 1));
      boolean found =
          network.simulation.runUntil(
              () -> network.meter(1, "downloads.corrupt") > 0, Duration.ofMinutes(2));
      assertTrue(found, "it is looked at again before it counts");
      network.pass(1);
      List<long[]> kept = told(ask(network, 1, 2, get(SIZE + "-")));
      assertTrue(kept.size() > 1);
      for (long[] range : kept) {
        String answer = ask(network, 1, 2, get(range[0] + "-" + range[1]));
        String right = new String(CONTENT, (int) range[0], (int) (range[1] + 1 - range[0]), LATIN);
        assertTrue(answer.endsWith(right), "only what is right is sent");
      }
      await(network, second);
      assertArrayEquals(CONTENT, Files.readAllBytes(target(network, 1)));
    }
  }
}
