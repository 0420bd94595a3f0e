package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.FileEvent;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.events.OverlayEvent.Level;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.events.ClientEvent;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client tells of itself, simulated. */
class ClientEventsTest {

  private static final int SIZE = 600_000;

  private final NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT);
  private final String server = napster.user("").servers().get(0);
  private final Endpoint at = Endpoint.parse(server);
  private final List<OverlayEvent> told = new ArrayList<>();

  @AfterEach
  void tearDown() {
    napster.close();
  }

  private static List<OverlayEvent> listen(Overlay overlay, Level least) {
    List<OverlayEvent> told = new ArrayList<>();
    overlay.as(EventSource.class).orElseThrow().listen(least, told::add);
    return told;
  }

  /** One that tells of itself from before it joins. */
  private Overlay joining(String name, HybridConfig config) {
    Host host = napster.simulation.newHost(name, null, null);
    Overlay overlay = new HybridProvider().create(host, config);
    overlay.as(EventSource.class).orElseThrow().listen(Level.DEBUG, told::add);
    overlay.join();
    return overlay;
  }

  @Test
  void tellsOfTheLoginAndTheSearch() {
    Overlay alice = joining("alice", napster.user("alice"));
    napster.settle();
    new NapsterNetwork.Peer(napster, napster.serverHost, alice).search("rain");
    napster.settle();
    assertEquals(
        List.of(
            new ClientEvent.LoggedIn(server, at, "alice"),
            new OverlayEvent.Joined(alice.endpoints()),
            new FileEvent.SearchStarted("rain"),
            new FileEvent.SearchEnded(0, Reason.ENDED)),
        told);
    assertEquals("logged in at " + server + " as alice", told.get(0).text());
  }

  @Test
  void bothSidesTellOfATransfer() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    NapsterNetwork.Peer loader = napster.peer("loader");
    sharer.share("a/rain.mp3", NapsterNetwork.content(SIZE, 1));
    napster.settle();
    List<Hit> hits = loader.search("rain");
    List<OverlayEvent> sent = listen(sharer.overlay(), Level.INFO);
    List<OverlayEvent> got = listen(loader.overlay(), Level.INFO);
    napster.await(loader.fetch(hits, "copper.mp3"));
    napster.settle();
    assertEquals(
        List.of(
            new ClientEvent.UploadStarted("loader", "a/rain.mp3"),
            new ClientEvent.UploadEnded("loader", "a/rain.mp3", SIZE, true)),
        sent);
    assertEquals(2, got.size(), got::toString);
    assertEquals(new ClientEvent.DownloadStarted("copper.mp3", SIZE), got.get(0));
    assertEquals("downloaded copper.mp3", got.get(1).text());
  }

  @Test
  void tellsWhichSourceIsDroppedAndWhy() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    NapsterNetwork.Peer other = napster.peer("other");
    sharer.share("rain.mp3", NapsterNetwork.content(SIZE, 1));
    other.share("rain.mp3", NapsterNetwork.content(SIZE, 1));
    NapsterNetwork.Peer loader = napster.peer("loader");
    napster.settle();
    List<Hit> hits = loader.search("rain");
    napster.delete(sharer.host().directory().resolve("shared/rain.mp3"));
    List<OverlayEvent> got = listen(loader.overlay(), Level.DEBUG);
    napster.await(loader.fetch(hits, "copper.mp3"));
    List<FileEvent.SourceDropped> dropped =
        got.stream()
            .filter(FileEvent.SourceDropped.class::isInstance)
            .map(FileEvent.SourceDropped.class::cast)
            .toList();
    assertEquals(1, dropped.size(), got::toString);
    assertEquals("copper.mp3", dropped.get(0).name());
    assertEquals("sharer", dropped.get(0).source());
  }

  @Test
  void aTransferThatIsBrokenOffIsNotCalledComplete() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    sharer.share("rain.mp3", NapsterNetwork.content(8 * SIZE, 1));
    NapsterNetwork.Peer loader = napster.peer("loader");
    napster.simulation.setModel(
        loader.host(), NetworkModel.DEFAULT.withBandwidth(100_000, 100_000));
    napster.settle();
    List<OverlayEvent> sent = listen(sharer.overlay(), Level.INFO);
    List<OverlayEvent> got = listen(loader.overlay(), Level.INFO);
    Download download = loader.fetch(loader.search("rain"), "rain.mp3");
    napster.awaitBytes(download, 50_000);
    download.close();
    napster.simulation.runFor(Duration.ofMinutes(1));
    ClientEvent.UploadEnded ended = (ClientEvent.UploadEnded) sent.get(1);
    assertEquals(new ClientEvent.UploadEnded("loader", "rain.mp3", ended.bytes(), false), ended);
    assertEquals(
        new FileEvent.DownloadEnded(
            "rain.mp3", Download.State.FAILED, "cancelled; the part file is kept"),
        got.get(1));
  }

  @Test
  void tellsThatTheNickIsInUse() {
    napster.peer("alice");
    Overlay other = joining("other", napster.user("alice"));
    napster.settle();
    assertEquals(
        new ClientEvent.LoginRefused(
            server, "alice", ClientEvent.Refusal.NICK_IN_USE, "Connecting too fast"),
        told.get(0));
    other.leave();
  }

  @Test
  void tellsWhichServerCannotBeUsed() {
    String closed = at.withPort(8889).toString();
    Overlay alice = joining("alice", napster.user("alice").withServers(List.of(closed)));
    napster.settle();
    assertEquals(
        new ClientEvent.ServerUnusable(
            closed, Reason.REFUSED, closed + " refuses the connection: nobody listens there"),
        told.get(0));
    alice.leave();
  }

  @Test
  void tellsThatTheServerIsLostAndFoundAgain() {
    joining("alice", napster.user("alice"));
    napster.settle();
    told.clear();
    napster.restartServer();
    napster.simulation.runFor(Duration.ofMinutes(1));
    assertEquals(
        List.of(
            new ClientEvent.ServerLost(server, Reason.ENDED),
            new ClientEvent.LoggedIn(server, at, "alice")),
        told);
  }

  @Test
  void tellsThatASharedFileIsGone() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    sharer.share("rain.mp3", NapsterNetwork.content(SIZE, 1));
    NapsterNetwork.Peer loader = napster.peer("loader");
    napster.settle();
    List<Hit> hits = loader.search("rain");
    List<OverlayEvent> events = listen(sharer.overlay(), Level.WARNING);
    napster.delete(sharer.host().directory().resolve("shared/rain.mp3"));
    Download download = loader.fetch(hits, "rain.mp3");
    napster.settle();
    assertEquals(List.of(new ClientEvent.FileWithdrawn("rain.mp3")), events);
    download.close();
    napster.settle();
  }

  @Test
  void tellsNothingAfterwards() {
    NapsterNetwork.Peer alice = napster.peer("alice");
    Handle listening = alice.as(EventSource.class).listen(Level.DEBUG, told::add);
    alice.search("rain");
    napster.settle();
    assertEquals(2, told.size());
    listening.close();
    alice.search("rain");
    napster.settle();
    assertEquals(2, told.size());
  }
}
