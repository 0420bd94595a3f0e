package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Few slots and many downloaders. */
class UploadQueueingTest {

  private static final int SIZE = 2_000_000;
  private static final GnutellaConfig USUAL =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private static SimulatedServents network(GnutellaConfig sharing) {
    SimulatedServents network = new SimulatedServents(5).add(1, i -> sharing).add(4, i -> USUAL);
    network.pass(5);
    return network;
  }

  @Test
  void whoWaitsComesIntoItsTurn() throws IOException {
    try (SimulatedServents network =
        network(USUAL.withUploads(1, 1, 10).withUploadRates(200_000, 0))) {
      byte[] content = network.shareContent(0, "copper rain.ogg", SIZE);
      List<Download> downloads = new ArrayList<>();
      List<Hit> hits = network.search(1, "copper rain", 20).hits;
      for (int i = 1; i <= 4; i++) {
        Path target = network.hosts.get(i).directory().resolve("fetched");
        downloads.add(network.fetch(i, hits, target));
        network.pass(1);
        assertEquals(1, network.meter(0, "uploads.now"));
      }
      assertEquals(3, network.meter(0, "uploads.waiting.now"));
      assertEquals(Download.State.QUEUED, downloads.get(3).state());
      assertTrue(
          downloads.get(3).detail().endsWith(" has us in its queue at 3 of 3"),
          downloads.get(3).detail());
      List<Integer> order = new ArrayList<>();
      for (int second = 0; second < 400 && order.size() < 4; second++) {
        network.pass(1);
        assertTrue(network.meter(0, "uploads.now") <= 1);
        for (int i = 0; i < 4; i++) {
          boolean done = downloads.get(i).state() == Download.State.COMPLETE;
          if (done && !order.contains(i)) {
            order.add(i);
          }
        }
      }
      assertEquals(List.of(0, 1, 2, 3), order);
      for (int i = 1; i <= 4; i++) {
        assertArrayEquals(
            content, Files.readAllBytes(network.hosts.get(i).directory().resolve("fetched")));
      }
      assertEquals(4L * SIZE, network.meter(0, "uploads.bytes"));
    }
  }

  @Test
  void othersAreAskedWhileOneLetsUsWait() {
    try (SimulatedServents network = network(USUAL.withUploads(0, 1, 10))) {
      network.shareContent(0, "copper rain.ogg", SIZE);
      network.shareContent(1, "copper rain.ogg", SIZE);
      SimulatedServents.Found found = network.search(3, "copper rain", 20);
      assertEquals(2, found.hits.size());
      Download download =
          network.fetch(3, found.hits, network.hosts.get(3).directory().resolve("fetched"));
      network.simulation.runUntil(
          () -> download.done().toCompletableFuture().isDone(), Duration.ofSeconds(30));
      assertEquals(Download.State.COMPLETE, download.state(), download.detail());
      assertEquals(1, network.meter(0, "uploads.queued"));
      assertEquals(SIZE, network.meter(1, "uploads.bytes"));
    }
  }

  private static String get(String more) {
    return "GET /get/1/x HTTP/1.1\r\nHost: x\r\nRange: bytes=0-999999\r\n" + more + "\r\n";
  }

  @Test
  void aPlaceIsToldAsItIsUnderstoodAndItsConnectionIsKept() {
    try (SimulatedServents network =
        network(USUAL.withUploads(1, 1, 10).withUploadRates(50_000, 0))) {
      network.shareContent(0, "copper rain.ogg", SIZE);
      Endpoint at = network.hosts.get(0).listenAddress().withPort(SimulatedServents.PORT);
      Asker first = new Asker(network.hosts.get(1), at, get("Connection: close\r\n"));
      network.pass(1);
      Asker early = new Asker(network.hosts.get(2), at, get("X-Queue: 0.1\r\n"));
      network.pass(1);
      Asker late = new Asker(network.hosts.get(3), at, get("X-Queue: 1.0\r\n"));
      network.pass(1);
      Asker plain = new Asker(network.hosts.get(4), at, get(""));
      network.pass(1);
      assertTrue(first.received().toString().startsWith("HTTP/1.1 206 "));
      String told = early.received().toString();
      assertTrue(told.startsWith("HTTP/1.1 503 "), told);
      assertTrue(told.contains("\r\nRetry-After: 20\r\n"), told);
      assertTrue(
          told.contains("\r\nX-Queue: position=1,length=1,limit=1,pollMin=20,pollMax=45\r\n"),
          told);
      assertTrue(told.contains("\r\nConnection: keep-alive\r\n"), told);
      told = late.received().toString();
      assertTrue(told.matches("(?s).*\r\nX-Queued: ID=[0-9a-f]{32}; position=2; .*"), told);
      assertTrue(told.contains("; lifetime=45; length=2\r\n"), told);
      told = plain.received().toString();
      assertTrue(told.contains("\r\nRetry-After: 20\r\n") && !told.contains("X-Queue"), told);
      // Twenty seconds for a megabyte; then the next one's turn, on the connection that it has.
      network.pass(20);
      assertEquals(0, network.meter(0, "uploads.now"));
      assertNull(early.closed());
      late.ask();
      network.pass(1);
      assertTrue(
          late.received().toString().contains("position=2; "), "the first in the queue waits");
      early.ask();
      network.pass(1);
      assertTrue(early.received().toString().startsWith("HTTP/1.1 206 "));
      network.pass(20);
      assertNull(early.closed());
      network.pass(35);
      assertTrue(late.closed() != null, "it has not come again in its time");
    }
  }

  /** A second connection for the same file gets no more than the first. */
  @Test
  void oneAddressHasOneUploadOfAFile() {
    try (SimulatedServents network = network(USUAL.withUploadRates(50_000, 0))) {
      network.shareContent(0, "copper rain.ogg", SIZE);
      Endpoint at = network.hosts.get(0).listenAddress().withPort(SimulatedServents.PORT);
      List<Asker> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(new Asker(network.hosts.get(1), at, get("")));
        network.pass(1);
      }
      assertEquals(
          List.of("206", "503", "503", "503", "503"),
          all.stream().map(each -> each.received().substring(9, 12)).toList());
      assertEquals(1, network.meter(0, "uploads.now"));
      all.get(0).link().abort(Reason.CANCELLED);
      network.pass(1);
      assertEquals(0, network.meter(0, "uploads.now"));
      all.get(1).ask();
      network.pass(1);
      assertTrue(all.get(1).received().toString().startsWith("HTTP/1.1 206 "));
    }
  }
}
