package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class NegotiationTest {

  private static final byte[] CONTENT = NapsterNetwork.content(900_000, 1);
  private static final InMemoryConfig SLOW =
      InMemoryConfig.DEFAULT
          .withPoison()
          .withNetwork(NetworkModel.DEFAULT.withBandwidth(100_000, 100_000));

  @Test
  void theQueueGivesSlotsInTurn() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withUploads(1, 1, 1));
      sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      List<NapsterNetwork.Peer> loaders =
          List.of(napster.peer("one"), napster.peer("two"), napster.peer("three"));
      List<Download> downloads = new ArrayList<>();
      for (NapsterNetwork.Peer loader : loaders) {
        downloads.add(loader.fetch(loader.search("rain"), "rain.mp3"));
        napster.settle();
      }
      assertEquals(Download.State.TRANSFERRING, downloads.get(0).state());
      assertEquals(Download.State.QUEUED, downloads.get(1).state());
      assertTrue(downloads.get(1).detail().contains("place 1"), downloads.get(1).detail());
      assertEquals(Download.State.QUEUED, downloads.get(2).state());
      assertTrue(downloads.get(2).detail().contains("place 2"), downloads.get(2).detail());
      assertEquals(1, sharer.meter("uploads.active.now"));
      for (Download download : downloads) {
        assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      }
    }
  }

  /** A place is kept for whoever left the queue, but no slot stays idle for it meanwhile. */
  @Test
  void nobodyWaitsForAUserOfTheQueueWhoHasLeft() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withUploads(1, 1, 9));
      sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      List<NapsterNetwork.Peer> loaders =
          List.of(napster.peer("one"), napster.peer("two"), napster.peer("three"));
      List<Download> downloads = new ArrayList<>();
      for (NapsterNetwork.Peer loader : loaders) {
        downloads.add(loader.fetch(loader.search("rain"), "rain.mp3"));
        napster.settle();
      }
      assertEquals(Download.State.QUEUED, downloads.get(1).state());
      assertEquals(Download.State.QUEUED, downloads.get(2).state());
      loaders.get(1).overlay().leave();
      napster.simulation.runFor(Duration.ofSeconds(50));
      assertEquals(Download.State.COMPLETE, downloads.get(0).state());
      assertEquals(Download.State.COMPLETE, downloads.get(2).state(), downloads.get(2).detail());
    }
  }

  @Test
  void oneBehindAFirewallConnectsOut() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withFirewalled(true));
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      Download download = loader.fetch(loader.search("rain"), "rain.mp3");
      napster.awaitBytes(download, 300_000);
      napster.simulation.abortLinks(loader.host(), sharer.host());
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
      assertArrayEquals(CONTENT, Files.readAllBytes(loader.target("rain.mp3")));
      assertTrue(loader.overlay().neighbours().size() == 1);
    }
  }

  @Test
  void whoLeavesDoesNotConnectOutAnyMore() {
    NetworkModel far = NetworkModel.DEFAULT.withLatencyMicros(200_000, 200_000);
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withNetwork(far))) {
      NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withFirewalled(true));
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      Download download = loader.fetch(loader.search("rain"), "rain.mp3");
      assertTrue(
          napster.simulation.runUntil(
              () -> download.detail().contains("connect to us"), NapsterNetwork.LONG));
      // The request reaches the sharer after two hops, the order to connect after two more.
      napster.simulation.runFor(Duration.ofMillis(900));
      sharer.overlay().leave();
      napster.simulation.runFor(Duration.ofSeconds(10));
      assertEquals(0, sharer.meter("bytes.sent"));
      assertEquals(List.of(), sharer.overlay().neighbours());
    }
  }

  @Test
  void twoBehindFirewallsAreToldSo() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer(napster.user("sharer").withFirewalled(true));
      NapsterNetwork.Peer loader = napster.peer(napster.user("loader").withFirewalled(true));
      sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      Download download = loader.fetch(loader.search("rain"), "rain.mp3");
      assertEquals(Download.State.FAILED, napster.await(download));
      assertEquals(Optional.of(Reason.UNREACHABLE), download.reason());
      assertTrue(download.detail().contains("both are behind firewalls"), download.detail());
    }
  }

  @Test
  void aWithdrawnFileIsRefused() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      Handle share = sharer.share("a/rain.mp3", CONTENT);
      napster.settle();
      List<Hit> hits = loader.search("rain");
      share.close();
      napster.settle();
      assertEquals(List.of(), loader.search("rain"));
      Download download = loader.fetch(hits, "rain.mp3");
      assertEquals(Download.State.FAILED, napster.await(download));
    }
  }

  @Test
  void aFileThatIsGoneOrShorterIsRefusedAndWithdrawn() throws IOException {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/rain gone.mp3", NapsterNetwork.content(5_000, 2));
      sharer.share("a/rain short.mp3", NapsterNetwork.content(5_000, 3));
      sharer.share("a/rain good.mp3", CONTENT);
      napster.settle();
      Path folder = sharer.host().directory().resolve("shared/a");
      List<Hit> hits = loader.search("rain -good");
      napster.delete(folder.resolve("rain gone.mp3"));
      Files.write(folder.resolve("rain short.mp3"), new byte[100]);
      for (Hit hit : hits) {
        Download download = loader.fetch(List.of(hit), "x.mp3");
        assertEquals(Download.State.FAILED, napster.await(download), download.detail());
        assertTrue(download.detail().contains("does not share the file"), download.detail());
      }
      assertEquals(List.of("a/rain good.mp3"), names(loader.search("rain")));
      assertEquals(1, sharer.meter("shares.now"));
      assertEquals(0, sharer.meter("bytes.sent"));
    }
  }

  @Test
  void listsAndFindsAUser() {
    try (NapsterNetwork napster = new NapsterNetwork(SLOW)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/rain.mp3", CONTENT);
      sharer.share("b/sun.txt", CONTENT);
      sharer.share("top.txt", CONTENT);
      napster.settle();
      List<String> names = new ArrayList<>();
      List<Reason> ended = new ArrayList<>();
      Browse browse = loader.as(Browse.class);
      browse.browse("sharer", hit -> names.add(hit.name()), ended::add);
      browse.browse("nobody", hit -> names.add("?"), ended::add);
      napster.settle();
      assertEquals(List.of(Reason.ENDED, Reason.UNRESOLVED), ended);
      assertEquals(List.of("a/rain.mp3", "b/sun.txt", "top.txt"), names.stream().sorted().toList());
    }
  }

  /** Hits with drive letters of other clients are shown without, and asked for as they are. */
  @Test
  void aFileInTheSharedFolderItselfIsFoundAndFetched() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("top rain.mp3", CONTENT);
      Host foreign = napster.simulation.newHost("foreign", null, null);
      Endpoint port = foreign.listenAddress().withPort(6699);
      FalseSharer.join(napster, foreign, "foreign", port, "D:\\My Music\\low rain.mp3", 5);
      napster.settle();
      List<Hit> hits = loader.search("rain");
      assertEquals(
          List.of("My Music/low rain.mp3", "top rain.mp3"),
          hits.stream().map(Hit::name).sorted().toList());
      Hit top = hits.stream().filter(hit -> hit.peer().equals("sharer")).findFirst().orElseThrow();
      Download download = loader.fetch(List.of(top), "rain.mp3");
      assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
    }
  }

  /** What the server finds by its rules is not dropped by others of our own. */
  @Test
  void hitsAreJudgedByTheWordsOfTheIndex() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/Canción Ámbar.mp3", CONTENT);
      sharer.share("a/staying alive, amber.mp3", CONTENT);
      sharer.share("a/amber (live).mp3", CONTENT);
      napster.settle();
      assertEquals(List.of("a/Canción Ámbar.mp3"), names(loader.search("CANCION ambar")));
      assertEquals(List.of("a/Canción Ámbar.mp3"), names(loader.search("canción")));
      assertEquals(List.of("a/staying alive, amber.mp3"), names(loader.search("amber -live")));
      assertEquals(List.of("a/amber (live).mp3"), names(loader.search("amber-live")));
    }
  }

  @Test
  void aServerThatGivesNoMoreIsToldAsTheLimit() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      for (int i = 0; i < 150; i++) {
        sharer.share("a/" + (i < 120 ? "many " : "few ") + i + ".mp3", new byte[] {1, 2, 3});
      }
      napster.settle();
      assertEquals(Reason.LIMIT, endOf(loader, "many", 500, 100));
      assertEquals(Reason.ENDED, endOf(loader, "few", 500, 30));
      assertEquals(Reason.LIMIT, endOf(loader, "few", 10, 10));
    }
  }

  private static Reason endOf(NapsterNetwork.Peer peer, String words, int max, int expected) {
    List<Hit> hits = new ArrayList<>();
    List<Reason> ended = new ArrayList<>();
    Query query = Query.parse(words).limitedTo(max, Duration.ofSeconds(10));
    peer.as(KeywordSearch.class).search(query, hits::add, ended::add);
    peer.napster().settle();
    assertEquals(expected, hits.size());
    return ended.get(0);
  }

  private static List<String> names(List<Hit> hits) {
    return hits.stream().map(Hit::name).sorted().toList();
  }

  @Test
  void comesBackAfterTheServerAndAnnouncesAgain() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      for (int i = 0; i < 300; i++) {
        sharer.share("folder " + i % 3 + "/song number " + i + ".mp3", new byte[] {1, 2, 3});
      }
      napster.settle();
      assertEquals(100, loader.search("song").size());
      napster.restartServer();
      napster.simulation.runFor(Duration.ofMinutes(3));
      assertEquals(2, sharer.meter("logins"));
      assertEquals(1, loader.search("song number 277").size());
    }
  }

  @Test
  void aWrongPasswordFailsTheJoin() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      HybridConfig registered = napster.user("carl").withUser("carl", "right", "carl@example.test");
      NapsterNetwork.Peer carl = napster.peer(registered);
      carl.overlay().leave();
      napster.settle();
      var host = napster.simulation.newHost("other", null, null);
      CompletableFuture<Void> joined =
          new HybridProvider()
              .create(host, registered.withUser("carl", "wrong", ""))
              .join()
              .toCompletableFuture();
      assertTrue(napster.simulation.runUntil(joined::isDone, NapsterNetwork.LONG));
      CompletionException e = assertThrows(CompletionException.class, joined::join);
      assertEquals(Reason.REFUSED, ((OverlayException) e.getCause()).reason());
    }
  }

  /** The line is cut without a word to either side. */
  @Test
  void hitsOfADeadLineAreGoneAfterTheIdleTimeout() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      NapsterNetwork.Peer sharer = napster.peer("sharer");
      NapsterNetwork.Peer loader = napster.peer("loader");
      sharer.share("a/rain.mp3", CONTENT);
      napster.simulation.runFor(Duration.ofHours(1));
      assertEquals(1, loader.search("rain").size());
      assertEquals(1, sharer.meter("logins"), "a silent user with a good line stays");
      var cut = napster.simulation.cut(List.of(sharer.host()), List.of(napster.serverHost));
      Duration idle = HybridServerConfig.DEFAULT.idleTimeout();
      napster.simulation.runFor(idle.plusSeconds(1));
      assertEquals(List.of(), loader.search("rain"));
      cut.close();
      napster.simulation.runFor(HybridConfig.DEFAULT.reconnectMax().multipliedBy(2));
      assertEquals(1, loader.search("rain").size());
    }
  }

  @Test
  void aNickInUseIsToldAsSuch() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      napster.peer("carl");
      var host = napster.simulation.newHost("other", null, null);
      CompletableFuture<Void> joined =
          new HybridProvider().create(host, napster.user("carl")).join().toCompletableFuture();
      assertTrue(napster.simulation.runUntil(joined::isDone, Duration.ofSeconds(25)));
      CompletionException e = assertThrows(CompletionException.class, joined::join);
      assertEquals(Reason.REFUSED, ((OverlayException) e.getCause()).reason());
      String words = String.valueOf(e.getCause().getMessage());
      assertTrue(words.contains("refuses the login of carl"), words);
      assertTrue(words.contains("the nick is probably in use there"), words);
    }
  }

  @Test
  void aTakenDataPortFailsTheJoin() {
    try (NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT)) {
      var host = napster.simulation.newHost("twice", null, null);
      var port = host.listenAddress().withPort(6699);
      var first = new HybridProvider().create(host, napster.user("first").withListen(port));
      first.join();
      napster.settle();
      var second = new HybridProvider().create(host, napster.user("second").withListen(port));
      CompletableFuture<Void> joined = second.join().toCompletableFuture();
      napster.settle();
      CompletionException e = assertThrows(CompletionException.class, joined::join);
      assertEquals(Reason.ADDRESS_IN_USE, ((OverlayException) e.getCause()).reason());
    }
  }
}
