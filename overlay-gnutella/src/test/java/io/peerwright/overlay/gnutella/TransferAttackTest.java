package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Strangers at the port for files, and sources that lie or change what they send. */
class TransferAttackTest {

  private static final int SIZE = 600_000;
  private static final String NAME = "copper rain.ogg";
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static SimulatedServents network(GnutellaConfig config, int servents) {
    SimulatedServents network = new SimulatedServents(3).add(servents, i -> config);
    network.pass(5);
    return network;
  }

  private static String status(SimulatedServents network, String fields) {
    String request = "GET /get/1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n";
    Asker asker = new Asker(network.hosts.get(1), network.at(0), request);
    network.pass(2);
    return asker.received().substring(9, 12);
  }

  @Test
  void absurdRangesAreAnsweredAndCostNothing() {
    try (SimulatedServents network = network(USUAL, 2)) {
      network.shareContent(0, NAME, 1_000);
      Map<String, String> asked = new LinkedHashMap<>();
      // Who cannot mean it gets the whole, as if it had not asked for a part.
      asked.put("Range: bytes=0-0\r\n", "206");
      asked.put("Range: bytes=999-99999999999999999999999999\r\n", "200");
      asked.put("Range: bytes=1000-\r\n", "416");
      asked.put("Range: bytes=99999999999999999999999999-\r\n", "200");
      asked.put("Range: bytes=-0\r\n", "416");
      asked.put("Range: bytes=-99999999999999999999999999\r\n", "200");
      asked.put("Range: bytes=5-4\r\n", "200");
      asked.put("Range: bytes=-5--1\r\n", "200");
      asked.put("Range: bytes=0-0,2-2\r\n", "200");
      asked.put("Range: bytes=" + "0-0,".repeat(100) + "1-1\r\n", "200");
      asked.put("Range: lines=1-2\r\n", "200");
      asked.put("Range: bytes=0-0\r\nIf-Range: \"x\"\r\n", "200");
      asked.put("Range: bytes=0-0\r\nTransfer-Encoding: chunked\r\n", "413");
      asked.put("Range: bytes=0-0\r\nContent-Length: 5\r\n", "413");
      asked.put("Host: y\r\n", "400");
      asked.put("X-Gnutella-Content-URN: urn:sha1:" + "A".repeat(32) + "\r\n", "404");
      Map<String, String> got = new LinkedHashMap<>();
      asked.forEach((fields, status) -> got.put(fields, status(network, fields)));
      assertEquals(asked, got);
    }
  }

  /** They open what they can, ask, and read nothing. */
  @Test
  void aThousandDownloadersOfOneAddressShutNobodyOut() throws IOException {
    try (SimulatedServents network = network(USUAL.withUploads(4, 2, 10), 3)) {
      byte[] content = network.shareContent(0, NAME, SIZE);
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      String request = "GET /get/1/x HTTP/1.1\r\nHost: x\r\nX-Queue: 1.0\r\n\r\n";
      List<Asker> all = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        all.add(new Asker(network.hosts.get(2), network.at(0), request, 1));
        if (i % 100 == 0) {
          network.simulation.runFor(Duration.ofMillis(200));
        }
      }
      network.pass(1);
      assertTrue(network.meter(0, "uploads.connections.now") <= 100);
      Path target = network.hosts.get(1).directory().resolve("fetched");
      Download download = network.fetch(1, hits, target);
      network.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(10));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(content, Files.readAllBytes(target));
      network.pass(400);
      assertEquals(0, network.meter(0, "uploads.connections.now"), "who reads nothing is cut off");
      assertNotNull(all.get(0).closed());
    }
  }

  private static Download fetch(SimulatedServents network, List<Hit> hits) {
    Path target = network.hosts.get(2).directory().resolve("fetched");
    Download download = network.fetch(2, hits, target);
    network.simulation.runUntil(
        () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(300));
    return download;
  }

  /** The same bytes for all: what the first source has is not what was asked for. */
  @Test
  void aSourceThatLiesAboutTheSizeIsLeftAndTheOthersGoOn() throws IOException {
    try (SimulatedServents network = network(USUAL, 3)) {
      byte[] content = network.shareContent(0, NAME, SIZE);
      network.shareContent(1, "silver wind.ogg", 2 * SIZE);
      Hit honest = network.search(2, "copper rain", 20).hits.get(0);
      Endpoint liar = network.at(1);
      Hit lie =
          new Hit(
              honest.overlay(),
              "0".repeat(32),
              NAME,
              OptionalLong.of(SIZE),
              liar,
              honest.urns(),
              Map.of("index", "1"));
      Download download = fetch(network, List.of(lie, honest));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(
          content, Files.readAllBytes(network.hosts.get(2).directory().resolve("fetched")));
    }
  }

  /** What is left of it afterwards has the same length. */
  @Test
  void aSourceThatChangesTheFileWhileItIsFetchedSpoilsNothing() throws IOException {
    GnutellaConfig slow = USUAL.withUploadRates(50_000, 0);
    try (SimulatedServents network = network(slow, 5)) {
      byte[] content = network.shareContent(0, NAME, SIZE);
      network.shareContent(1, NAME, SIZE);
      List<Hit> hits = network.search(3, "copper rain", 20).hits;
      assertEquals(2, hits.size());
      Path target = network.hosts.get(3).directory().resolve("fetched");
      Download download = network.fetch(3, hits, target);
      network.pass(3);
      Files.write(network.hosts.get(0).directory().resolve(NAME), new byte[SIZE]);
      network.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(300));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertArrayEquals(content, Files.readAllBytes(target));
    }
  }
}
