package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The section "metrics": what Prometheus reads, from when to when, and what is in its way. */
class MetricsServersTest {

  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry own = new SimpleMeterRegistry();
  private final Peerwright peerwright =
      Peerwright.builder()
          .meters(own)
          .with(binder -> binder.bind(Clock.class).toInstance(new SettableClock(now)))
          .open();
  private Endpoint at;

  @BeforeEach
  void findPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      at = Endpoint.parse("127.0.0.1:" + free.getLocalPort());
    }
  }

  @AfterEach
  void close() {
    peerwright.peers().forEach(MetricsServersTest::stop);
    peerwright.close();
  }

  private Peer start(String name) {
    return peerwright.launch(
        peerwright.parse(
            """
            {"name": "%s", "transport": {"type": "fake"}, "overlays": [{"type": "fake"}],
             "metrics": {"prometheus": "%s"}}
            """
                .formatted(name, at)));
  }

  private static void turn(Peer peer) {
    ((FakeLoop) peer.life().host().loop()).turn();
  }

  private static void stop(Peer peer) {
    peer.stop();
    turn(peer);
    peer.life().stopped().orTimeout(5, TimeUnit.SECONDS).join();
  }

  /** What a request for a path gets, its head first. */
  private String get(String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> scrape() throws IOException {
    now.addAndGet(2_000_000_000L);
    return get("/metrics", at.toString()).lines().toList();
  }

  @Test
  void prometheusReadsCountersAndLevelsOfAllPeers() throws IOException {
    Peer alice = start("alice");
    Peer bob = start("bob");
    turn(alice);
    turn(bob);
    ((FakeOverlay) alice.life().overlays().get(0)).searches = 3;
    ((FakeOverlay) bob.life().overlays().get(0)).links = 2;
    List<String> first = scrape();
    assertTrue(
        first.stream()
            .anyMatch("content-type: text/plain; version=0.0.4; charset=utf-8"::equalsIgnoreCase),
        first::toString);
    assertTrue(first.contains("peerwright_peers 2.0"), first::toString);
    turn(alice);
    turn(bob);
    List<String> lines = scrape();
    String tags = "{overlay=\"fake\",transport=\"fake\"}";
    assertTrue(
        lines.contains("peerwright_overlay_searches_sent_total" + tags + " 3.0"), lines::toString);
    assertTrue(lines.contains("peerwright_overlay_links_now" + tags + " 2.0"), lines::toString);
    assertEquals(
        3, own.get("peerwright.overlay.searches.sent").functionCounter().count(), "elsewhere too");
  }

  @Test
  void itIsReadUntilTheLastPeerThatNamesItIsGone() throws IOException {
    Peer alice = start("alice");
    Peer bob = start("bob");
    turn(alice);
    turn(bob);
    stop(alice);
    assertTrue(scrape().contains("peerwright_peers 1.0"));
    assertEquals(List.of(bob), peerwright.peers());
    stop(bob);
    assertThrows(ConnectException.class, this::scrape);
    Peer carol = start("carol");
    assertTrue(scrape().contains("peerwright_peers 1.0"));
    turn(carol);
  }

  @Test
  void aTakenPortIsToldWithItsKeyAndStartsNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(at.port(), 1, InetAddress.getLoopbackAddress())) {
      PeerwrightException error =
          assertThrows(PeerwrightException.class, () -> start("alice"), taken::toString);
      assertEquals(Reason.ADDRESS_IN_USE, error.reason());
      assertTrue(error.getMessage().contains("/metrics/prometheus"), error.getMessage());
      assertTrue(error.getMessage().contains(at.toString()), error.getMessage());
    }
    assertEquals(List.of(), peerwright.peers());
    assertTrue(scrapeOf(start("alice")).contains("peerwright_peers 1.0"), "once it is free");
  }

  private List<String> scrapeOf(Peer peer) throws IOException {
    turn(peer);
    return scrape();
  }

  @Test
  void otherPagesAndNamesThatStrangersMadePointHereAreRefused() throws IOException {
    turn(start("alice"));
    assertTrue(get("/", at.toString()).startsWith("HTTP/1.1 404 "));
    assertTrue(get("/metrics", "rebound.example").startsWith("HTTP/1.1 421 "));
    assertTrue(get("/metrics", "localhost:" + at.port()).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aPortThatNobodyKnowsIsAnErrorOfTheConfiguration() {
    ConfigException error =
        assertThrows(
            ConfigException.class,
            () ->
                peerwright.parse(
                    "{\"transport\": {\"type\": \"fake\"},"
                        + " \"metrics\": {\"prometheus\": \"127.0.0.1:0\"}}"));
    assertEquals("/metrics/prometheus", error.problems().get(0).pointer());
  }

  @Test
  void codeSaysTheSame() {
    assertEquals(
        peerwright
            .parse(
                "{\"transport\": {\"type\": \"fake\"}, \"metrics\": {\"prometheus\": \"%s\"}}"
                    .formatted(at))
            .metrics(),
        PeerConfig.of("peer", "fake").metricsAt(at).metrics());
  }
}
