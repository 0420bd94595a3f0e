package io.peerwright.samples.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.runtime.EventWatch;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.tck.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard shows, and to whom. */
class DashboardTest {

  private static final String HOSTILE = "<script>document.title='taken'</script>\"'>&\u202e";
  private static final Endpoint SERVER = Endpoint.parse("10.0.0.1:8888");

  private final RecentEvents events =
      new RecentEvents(
          java.time.Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC));
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Peerwright peerwright =
      Peerwright.builder()
          .watch(new EventWatch(OverlayEvent.Level.INFO, events))
          .meters(meters)
          .with(binder -> binder.bind(Clock.class).toInstance(new FastClock()))
          .open();
  private Dashboard dashboard;

  /** One by which it is a minute later each time, so that each look at meters asks the loops. */
  private static final class FastClock implements Clock {
    private final AtomicLong minutes = new AtomicLong();

    @Override
    public long wallTime() {
      return monotonicTime() / 1_000_000;
    }

    @Override
    public long monotonicTime() {
      return minutes.incrementAndGet() * 60_000_000_000L;
    }
  }

  private record Said(String text) implements OverlayEvent {}

  @BeforeEach
  void setUp() throws IOException {
    dashboard = new Dashboard("127.0.0.1", 0, peerwright, events, meters);
    peerwright.start(
        PeerConfig.of("server", "inmemory")
            .listeningOn(SERVER)
            .with("hybrid-server", HybridServerConfig.DEFAULT));
  }

  @AfterEach
  void tearDown() {
    dashboard.close();
    peerwright.close();
  }

  /** One that has joined, and all has been told that follows from it. */
  private void client(String name) {
    peerwright.start(
        PeerConfig.of(name, "inmemory")
            .with(
                "hybrid",
                HybridConfig.DEFAULT
                    .withServers(List.of(SERVER.toString()))
                    .withUser("alice", "peerwright", "")));
    peerwright.peers().forEach(Peer::endpoints);
  }

  private record Answer(String head, String body) {}

  private Answer get(String path) throws IOException {
    String all = ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    int end = all.indexOf("\r\n\r\n");
    return new Answer(all.substring(0, end).toLowerCase(Locale.ROOT), all.substring(end + 4));
  }

  /** What a request with these lines is answered, as a browser or somebody else sends it. */
  private String ask(String lines) throws IOException {
    URI at = URI.create(dashboard.url());
    try (Socket socket = new Socket(InetAddress.getByName(at.getHost()), at.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((lines + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void showsPeersLinksFiguresAndEvents() throws Exception {
    client("alice's machine");
    String page = get("/").body();
    assertTrue(page.contains("<h2>alice&#39;s machine</h2>"), page);
    assertTrue(page.contains("listens at 10.0.0.1:8888; 1 link: 1 user"), page);
    assertTrue(page.contains("logged in at 10.0.0.1:8888 as alice"), page);
    assertTrue(page.contains("alice has logged in from "), page);
    JsonNode state = new ObjectMapper().readTree(get("/state.json").body());
    assertEquals("server", state.at("/peers/0/name").textValue());
    assertEquals("joined", state.at("/peers/1/state").textValue());
    assertEquals("alice", state.at("/peers/0/overlays/0/links/0/name").textValue());
    assertEquals(1, state.at("/peers/0/overlays/0/meters/server.users.now").intValue());
    assertEquals("info", state.at("/events/0/level").textValue());
  }

  @Test
  void wordsOfStrangersAreTextOnThePage() throws Exception {
    client(HOSTILE);
    events.onEvent(HOSTILE, HOSTILE, new Said("uploading " + HOSTILE));
    String page = get("/").body();
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("\u202e"), page);
    assertTrue(page.contains("uploading &lt;script&gt;document.title=&#39;taken&#39;"), page);
    JsonNode state = new ObjectMapper().readTree(get("/state.json").body());
    List<String> told = state.at("/events").findValuesAsText("text");
    assertTrue(told.contains("uploading " + HOSTILE), told::toString);
  }

  @Test
  void prometheusReadsCountersAndGauges() throws Exception {
    client("alice");
    Answer first = get("/metrics");
    assertTrue(first.head().contains("content-type: text/plain; version=0.0.4"), first::head);
    // The first look asks the loops; the next one has what they said.
    peerwright.peers().forEach(Peer::endpoints);
    String links = get("/metrics").body();
    assertTrue(links.contains("# TYPE peerwright_peers gauge\npeerwright_peers 2.0\n"), links);
    assertTrue(
        links.contains(
            "peerwright_overlay_server_users_now{overlay=\"hybrid-server\",transport=\"inmemory\"}"
                + " 1.0\n"),
        links);
    assertTrue(links.contains("# TYPE peerwright_overlay_server_logins_total counter\n"), links);
  }

  @Test
  void aNameOfSomebodyElseThatPointsHereIsRefused() throws IOException {
    String host = URI.create(dashboard.url()).getAuthority();
    for (String own : List.of(host, "127.0.0.1", "LOCALHOST:80", "[::1]:9464", "192.0.2.1")) {
      String answer = ask("GET /state.json HTTP/1.1\r\nHost: " + own + "\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200"), own + ": " + answer);
    }
    for (String foreign :
        List.of("evil.example", "evil.example:9464", "127.0.0.1.evil.example", "localhost.", "")) {
      String answer = ask("GET /state.json HTTP/1.1\r\nHost: " + foreign + "\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 421"), foreign + ": " + answer);
      assertFalse(answer.contains("peers"), answer);
    }
  }

  @Test
  void otherSitesAreGivenNothingToReadItBy() throws Exception {
    String head = get("/").head();
    assertFalse(head.contains("access-control-allow"), head);
    assertTrue(head.contains("content-security-policy: default-src 'none'"), head);
    assertTrue(get("/other").head().startsWith("http/1.1 404"));
    String posted = ask("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n");
    assertTrue(posted.startsWith("HTTP/1.1 405"), posted);
  }

  @Test
  void aBrowserShowsItAndRunsNothing(@TempDir Path folder) throws Exception {
    Needs.program("chromium");
    client(HOSTILE);
    events.onEvent("bob", "hybrid", new Said("uploading " + HOSTILE));
    Path out = folder.resolve("page.html");
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                dashboard.url() + "/")
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, browser.waitFor());
    String shown = Files.readString(out);
    assertTrue(shown.contains("<title>Peerwright</title>"), shown);
    assertTrue(shown.contains("<td>uploading &lt;script&gt;document.title='taken'"), shown);
  }
}
