package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client says to, and makes of, the recorded answers of a server of another make. */
class RecordedServerTest {

  private static final String COPPER = "C:\\Music\\Alder Fox\\Alder Fox - Copper Rain.mp3";

  private static final String COPPER_MD5 = "11112222333344445555666677770001";

  private Simulation simulation;
  private Host serverHost;
  private RecordedServer server;

  @BeforeEach
  void setUp() {
    simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    serverHost = simulation.newHost("hub1", null, null);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  @Test
  void registersAFreeNick() {
    server = new RecordedServer(serverHost, "01-register-login", "first");
    join("newnick", "secret1", "newnick@example.test", false);
    assertEquals("7 newnick", server.sent.get(0));
    assertEquals(
        "6 newnick secret1 6699 \"peerwright 0.1\" 8 newnick@example.test", server.sent.get(1));
  }

  @Test
  void isToldThatThePasswordIsWrong() {
    server = new RecordedServer(serverHost, "01-register-login", "second");
    Overlay overlay = overlay("newnick", "wrongpw", "", false);
    var joined = overlay.join().toCompletableFuture();
    simulation.runFor(Duration.ofSeconds(10));
    assertTrue(joined.isCompletedExceptionally());
  }

  @Test
  void readsHits() {
    server = new RecordedServer(serverHost, "03-search", "asker");
    Overlay asker = join("asker3", "pw", "", false);
    List<Hit> hits = new ArrayList<>();
    List<Reason> ended = new ArrayList<>();
    KeywordSearch search = asker.as(KeywordSearch.class).orElseThrow();
    search.search(Query.parse("rain size>=1000000"), hits::add, ended::add);
    settle();
    assertEquals(List.of(Reason.ENDED), ended);
    assertEquals(4, hits.size());
    assertTrue(server.sent.get(1).contains("MAX_RESULTS 100 "), server.sent.get(1));
    Hit copper = hits.get(3);
    assertEquals("sharer3", copper.peer());
    assertEquals("Music/Alder Fox/Alder Fox - Copper Rain.mp3", copper.name());
    assertEquals(OptionalLong.of(4_567_890), copper.sizeBytes());
    assertEquals(Endpoint.parse("10.78.0.1:0"), copper.endpoint());
    assertEquals(Set.of(), copper.urns());
    assertEquals(
        Map.of(
            "bitrate",
            "192",
            "duration",
            "240",
            "frequency",
            "44100",
            "hybrid.name",
            COPPER,
            "speed",
            "256",
            "type",
            "audio"),
        copper.attributes());
  }

  @Test
  void asksInTheWordsOfTheProtocol() {
    server = new RecordedServer(serverHost, "04-download", "loader");
    Overlay loader = join("loader4", "pw", "", false);
    Download download = fetch(loader, "sharer4");
    settle();
    assertEquals("203 sharer4 \"" + COPPER + "\"", server.sent.get(1));
    assertEquals("connecting to sharer4 at 10.78.0.1:6699", download.detail());
    Download gone = fetch(loader, "nobody4");
    settle();
    assertEquals(Download.State.FAILED, gone.state());
    assertEquals(Optional.of(Reason.REFUSED), gone.reason());
  }

  @Test
  void asksForAPush() {
    server = new RecordedServer(serverHost, "05-download-firewalled", "loader");
    Download download = fetch(join("loader5", "pw", "", false), "fw5");
    settle();
    assertEquals("203 fw5 \"" + COPPER + "\"", server.sent.get(1));
    assertEquals("500 fw5 \"" + COPPER + "\"", server.sent.get(2));
    assertEquals("asking fw5 to connect to us", download.detail());
  }

  @Test
  void knowsWhenNobodyCanConnect() {
    server = new RecordedServer(serverHost, "05-download-firewalled", "both");
    Download download = fetch(join("fwboth5", "pw", "", true), "fw5");
    settle();
    assertEquals(Download.State.FAILED, download.state());
    assertEquals(Optional.of(Reason.UNREACHABLE), download.reason());
  }

  @Test
  void waitsInAQueueAndAsksAgain() {
    server = new RecordedServer(serverHost, "06-queue", "loader");
    Download download = fetch(join("loader6", "pw", "", false), "sharer6");
    settle();
    assertEquals(Download.State.QUEUED, download.state());
    assertTrue(download.detail().contains("place 3"), download.detail());
    simulation.runFor(Duration.ofSeconds(30));
    assertTrue(download.detail().contains("place 1"), download.detail());
    simulation.runFor(Duration.ofSeconds(31));
    assertEquals("connecting to sharer6 at 10.78.0.1:6699", download.detail());
  }

  @Test
  void answersAnUploadRequest() throws IOException {
    Path file = serverHost.directory().resolve("copper");
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[4_567_890]);
    server = new RecordedServer(serverHost, "06-queue", "sharer");
    Overlay sharer = join("sharer6", "pw", "", false);
    sharer
        .as(Sharing.class)
        .orElseThrow()
        .share(new SharedItem(file, COPPER.replace('\\', '/'), 4_567_890, Set.of(), Map.of()));
    settle();
    assertEquals(
        "870 \"C:\\Music\\Alder Fox\\\" \"Alder Fox - Copper Rain.mp3\" "
            + "00000000000000000000000000000000 4567890 0 0 0",
        server.sent.get(1));
    server.push(MessageType.UPLOAD_REQUEST);
    settle();
    assertEquals("608 loader6 \"" + COPPER + "\"", server.sent.get(2));
  }

  /** Servers index what follows a separator: without one in front a file is never found. */
  @Test
  void sharesEveryNameBelowASeparator() {
    server = new RecordedServer(serverHost, "06-queue", "sharer");
    Sharing sharing = join("sharer6", "pw", "", false).as(Sharing.class).orElseThrow();
    sharing.share(new SharedItem(Path.of("a"), "Low Rain.mp3", 5, Set.of(), Map.of()));
    Handle inFolder =
        sharing.share(new SharedItem(Path.of("b"), "Birch/Rain Dance.mp3", 6, Set.of(), Map.of()));
    settle();
    String rest = " 00000000000000000000000000000000 ";
    assertEquals(
        List.of(
            "870 \"\\\" \"Low Rain.mp3\"" + rest + "5 0 0 0",
            "870 \"\\Birch\\\" \"Rain Dance.mp3\"" + rest + "6 0 0 0"),
        server.sent.subList(1, 3));
    inFolder.close();
    settle();
    String last = server.sent.get(server.sent.size() - 1);
    assertEquals("102 \\Birch\\Rain Dance.mp3", last);
  }

  @Test
  void listsAUser() {
    server = new RecordedServer(serverHost, "07-browse", "asker");
    Overlay asker = join("asker7", "pw", "", false);
    List<Hit> hits = new ArrayList<>();
    List<Reason> ended = new ArrayList<>();
    Browse browse = asker.as(Browse.class).orElseThrow();
    browse.browse("sharer7", hits::add, ended::add);
    browse.browse("nobody7", hits::add, ended::add);
    settle();
    assertEquals(List.of(Reason.ENDED, Reason.UNRESOLVED), ended);
    assertEquals(5, hits.size());
    assertEquals("Music/Birch/Birch - Low Rain.mp3", hits.get(0).name());
  }

  @Test
  void findsOtherSourcesByTheirMd5() {
    server = new RecordedServer(serverHost, "11b-resume-md5-build", "loader");
    Overlay loader = join("loader11", "pw", "", false);
    Download download = fetch(loader, "gone11", COPPER_MD5);
    simulation.runFor(Duration.ofMinutes(1));
    assertEquals(Download.State.CONNECTING, download.state());
    assertEquals(
        List.of(
            "203 gone11 \"" + COPPER + "\"",
            "215 " + COPPER_MD5 + " 4567890",
            "203 sharer11b \"D:\\other name.mp3\"",
            "203 sharer11 \"" + COPPER + "\""),
        server.sent.subList(1, 5));
  }

  @Test
  void asksForOtherSourcesOncePerRound() {
    server = new RecordedServer(serverHost, "11-resume", "loader");
    Overlay loader = join("loader11", "pw", "", false);
    Download download = fetch(loader, "gone11", COPPER_MD5);
    simulation.runFor(Duration.ofMinutes(10));
    assertEquals(Download.State.FAILED, download.state());
    assertEquals(Optional.of(Reason.TIMEOUT), download.reason());
    assertEquals(5, server.sent.stream().filter(frame -> frame.startsWith("203 ")).count());
    assertEquals(5, server.sent.stream().filter(frame -> frame.startsWith("215 ")).count());
  }

  @Test
  void takesNoticesForTheEndOfTheSourcesAndLeavesOthersOut() {
    server = new RecordedServer(serverHost, "11b-resume-md5-build", "loader");
    Overlay loader = join("loader11", "pw", "", true);
    // To a question that was not recorded come the recorded answers in turn: the hits of another
    // file, two ends without any, two notices.
    Download download = fetch(loader, "gone11", "ab".repeat(16));
    // Five times the time for an answer of the source, and the pauses; none for those notices.
    simulation.runFor(HybridConfig.DEFAULT.requestTimeout().multipliedBy(5).plusSeconds(16));
    assertEquals(Download.State.FAILED, download.state());
    List<String> asked =
        server.sent.stream().filter(frame -> frame.matches("(203|215) .*")).toList();
    String request = "203 gone11 \"" + COPPER + "\"";
    String search = "215 " + "ab".repeat(16) + " 4567890";
    assertEquals(
        List.of(
            request, search, request, search, request, search, request, search, request, search),
        asked);
  }

  @Test
  void answersPingsOfUsers() {
    server = new RecordedServer(serverHost, "09-private-message-ping", "bob");
    join("bob9", "pw", "", false);
    server.push(MessageType.PING);
    settle();
    assertEquals("752 ann9", server.sent.get(1));
  }

  /** It asks for the statistics of a silent server, and takes any answer for a sign of life. */
  @Test
  void staysWhereASilentServerAnswers() {
    server = new RecordedServer(serverHost, "02-share-unshare-stats", "only");
    Overlay sharer = join("sharer2", "pw", "", false);
    simulation.runFor(HybridConfig.DEFAULT.keepAlive().multipliedBy(4));
    assertEquals(1, sharer.neighbours().size());
    assertEquals("214 ", server.sent.get(1));
    assertEquals(1, server.sent.stream().filter(frame -> frame.startsWith("2 ")).count());
  }

  private Overlay overlay(String nick, String password, String email, boolean firewalled) {
    Host host = simulation.newHost(nick, null, null);
    Endpoint at = serverHost.listenAddress().withPort(RecordedServer.PORT);
    HybridConfig config =
        HybridConfig.DEFAULT
            .withServers(List.of(at.toString()))
            .withUser(nick, password, email)
            .withLinkSpeed(8)
            .withListen(host.listenAddress().withPort(6699))
            .withFirewalled(firewalled);
    return new HybridProvider().create(host, config);
  }

  private Overlay join(String nick, String password, String email, boolean firewalled) {
    Overlay overlay = overlay(nick, password, email, firewalled);
    var joined = overlay.join().toCompletableFuture();
    assertTrue(simulation.runUntil(joined::isDone, Duration.ofMinutes(1)));
    joined.join();
    return overlay;
  }

  private Download fetch(Overlay overlay, String nick) {
    return fetch(overlay, nick, Set.of());
  }

  private Download fetch(Overlay overlay, String nick, String md5) {
    return fetch(overlay, nick, Set.of(new Urn(Digests.NAPSTER_MD5.namespace(), md5)));
  }

  private Download fetch(Overlay overlay, String nick, Set<Urn> urns) {
    OptionalLong size = OptionalLong.of(4_567_890);
    Hit hit = new Hit("hybrid", nick, COPPER.replace('\\', '/'), size, null, urns, Map.of());
    return overlay
        .as(Fetch.class)
        .orElseThrow()
        .fetch(List.of(hit), serverHost.directory().resolve(nick), changed -> {});
  }

  private void settle() {
    simulation.runFor(Duration.ofSeconds(1));
  }
}
