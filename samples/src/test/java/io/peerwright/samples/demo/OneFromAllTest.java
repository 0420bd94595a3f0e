package io.peerwright.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.runtime.FetchRequest;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.PeerwrightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One download is fed by Napster, Gnutella and web servers, live and simulated. */
class OneFromAllTest {

  private static final Map<String, String> ULTRAPEER =
      Map.of("/overlays/0/type", "gnutella", "/overlays/0/role", "ultrapeer");
  private static final int SIZE = 6_000_000;
  private static final String NARROW =
      "[{\"type\": \"limit\", \"host\": {\"upBytesPerSecond\": 3000000}}]";

  /** The file would take five minutes. */
  private static final String VERY_NARROW = NARROW.replace("3000000", "20000");

  private static final String LINK = "magnet:?xt=urn:btih:" + "0".repeat(40);

  @TempDir Path folder;

  private Path original() throws IOException {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("copper rain.mpg"), content);
  }

  private static Peer start(
      Peerwright peerwright, String transport, String name, Map<String, String> own) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("/name", name);
    settings.put("/transport/type", transport);
    settings.putAll(
        transport.equals("vertx")
            ? Map.of("/transport/listen", "127.0.0.1:0")
            : Map.of("/transport/pace", "50"));
    settings.putAll(own);
    PeerConfig config = peerwright.parse("{}", settings);
    return peerwright.start(config);
  }

  private static String index(Peerwright peerwright, String transport) {
    String listen = transport.equals("vertx") ? ", \"listen\": \"127.0.0.1:0\"" : "";
    Map<String, String> own = Map.of("/overlays", "[{\"type\": \"hybrid-server\"" + listen + "}]");
    return start(peerwright, transport, "index", own).endpoints().get(0).toString();
  }

  private static Map<String, String> napster(String server) {
    return Map.of("/overlays/0/type", "hybrid", "/overlays/0/servers", "[\"" + server + "\"]");
  }

  /** The same user as a servent too, which begins with the servent at that address. */
  private static Map<String, String> andGnutella(Map<String, String> napster, String first) {
    Map<String, String> both = with(napster, "/overlays/1/type", "gnutella");
    both.put("/overlays/1/bootstrap", "[\"" + first + "\"]");
    return both;
  }

  private static Map<String, String> with(Map<String, String> some, String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(some);
    all.put(key, value);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void aNapsterUserAndAWebSeedGiveOneFile(String transport) throws IOException {
    Path original = original();
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer alice = start(peerwright, transport, "alice", with(napster, "/decorate", NARROW));
      Peer web = start(peerwright, transport, "web", with(napster, "/decorate", NARROW));
      Peer carol =
          start(peerwright, transport, "carol", with(napster, "/overlays/1/type", "bittorrent"));
      OneFromAll result =
          OneFromAll.run(alice, web, carol, original, "copper rain", folder.resolve("got.mpg"));
      assertEquals(-1, Files.mismatch(original, result.file()));
      assertTrue(result.fromWeb() > 0, "the web seed gave nothing");
      assertTrue(result.fromWeb() < SIZE, "Napster gave nothing");
      assertTrue(result.detail().startsWith("complete, "), result.detail());
      assertTrue(result.detail().contains("all pieces"), result.detail());
    }
  }

  /** Each of the two alone would take twice as long. */
  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void aNapsterUserAndAGnutellaServentGiveOneFile(String transport) throws IOException {
    Path original = original();
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer alice = start(peerwright, transport, "alice", with(napster, "/decorate", NARROW));
      Peer gina = start(peerwright, transport, "gina", with(ULTRAPEER, "/decorate", NARROW));
      String first = gina.endpoints().get(0).toString();
      Peer carol = start(peerwright, transport, "carol", andGnutella(napster, first));
      alice.share(original);
      gina.share(original);
      List<Hit> hits = carol.search("copper rain");
      assertEquals(
          Set.of("gnutella", "hybrid"),
          hits.stream().map(Hit::overlay).collect(Collectors.toSet()));
      Set<String> words = ConcurrentHashMap.newKeySet();
      Path got =
          carol.await(
              carol
                  .fetch(
                      FetchRequest.of(hits),
                      folder.resolve("got.mpg"),
                      download -> words.add(download.detail()))
                  .thenCompose(Download::done),
              Duration.ofMinutes(2));
      assertEquals(-1, Files.mismatch(original, got));
      for (String source : List.of("alice", first)) {
        assertTrue(
            words.stream().anyMatch(each -> each.matches("from .*\\b" + source + "\\b.*")),
            words::toString);
      }
    }
  }

  /** Three networks at once; each alone would take three times as long. */
  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void aNapsterUserAServentAndAWebSeedGiveOneFile(String transport) throws IOException {
    Path original = original();
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer alice = start(peerwright, transport, "alice", with(napster, "/decorate", NARROW));
      Peer gina = start(peerwright, transport, "gina", with(ULTRAPEER, "/decorate", NARROW));
      Peer web = start(peerwright, transport, "web", with(napster, "/decorate", NARROW));
      String first = gina.endpoints().get(0).toString();
      Map<String, String> all = with(andGnutella(napster, first), "/overlays/2/type", "bittorrent");
      Peer carol = start(peerwright, transport, "carol", all);
      gina.share(original);
      OneFromAll result =
          OneFromAll.run(alice, web, carol, original, "copper rain", folder.resolve("got.mpg"));
      assertEquals(-1, Files.mismatch(original, result.file()));
      assertTrue(result.fromWeb() > 0, "the web seed gave nothing");
      for (String source : List.of("alice", first)) {
        assertTrue(
            result.sources().stream().anyMatch(each -> each.matches(".*\\b" + source + "\\b.*")),
            () -> source + " is not among " + result.sources());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void anOriginGivesWhatItsUserHasLeftBehind(String transport) throws IOException {
    Path original = original();
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer alice = start(peerwright, transport, "alice", napster);
      Peer web = start(peerwright, transport, "web", napster);
      Peer carol = start(peerwright, transport, "carol", napster);
      alice.share(original);
      List<Hit> hits = new ArrayList<>(carol.search("copper rain"));
      alice.close();
      WebOrigin origin = WebOrigin.start(web, original);
      FetchRequest request = FetchRequest.of(hits).withOrigin(origin.url());
      Path got = carol.get(request, folder.resolve("got.mpg"));
      assertEquals(-1, Files.mismatch(original, got));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "inmemory")
  void aUserWhoComesLaterTakesOverFromOneWhoHasLeft(String transport) throws IOException {
    Path original = original();
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer alice = start(peerwright, transport, "alice", with(napster, "/decorate", VERY_NARROW));
      Peer carol =
          start(peerwright, transport, "carol", with(napster, "/overlays/1/type", "bittorrent"));
      alice.share(original);
      TorrentMaker.Options pieces =
          new TorrentMaker.Options(1 << 17, List.of(), List.of(), "", false);
      byte[] torrent = TorrentMaker.make(original, pieces, done -> {}).toBytes();
      FetchRequest request =
          FetchRequest.of(carol.search("copper rain")).withTorrent(ByteBuffer.wrap(torrent));
      CompletableFuture<Boolean> begun = new CompletableFuture<>();
      CompletionStage<Path> done =
          carol
              .fetch(request, folder.resolve("got.mpg"), each -> complete(begun, each))
              .thenCompose(Download::done);
      carol.await(begun, Duration.ofMinutes(1));
      alice.close();
      Peer dave = start(peerwright, transport, "dave", napster);
      dave.share(original);
      assertEquals(-1, Files.mismatch(original, carol.await(done, Duration.ofMinutes(5))));
    }
  }

  private static void complete(CompletableFuture<Boolean> begun, Download download) {
    if (download.bytesDone() > 0) {
      begun.complete(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "inmemory")
  void whatCannotBeFetchedSaysWhy(String transport) throws IOException {
    try (Peerwright peerwright = Peerwright.open()) {
      Map<String, String> napster = napster(index(peerwright, transport));
      Peer carol = start(peerwright, transport, "carol", napster);
      FetchRequest nothing = FetchRequest.of(List.of());
      assertTrue(failure(carol, nothing).getMessage().contains("how long the file is"));
      FetchRequest magnet = nothing.withMagnet(LINK);
      assertTrue(failure(carol, magnet).getMessage().contains("how long the file is"));
      FetchRequest torrent = nothing.withTorrent(ByteBuffer.allocate(0));
      assertTrue(failure(carol, torrent).getMessage().contains("reads a .torrent file"));
      FetchRequest nobody = nothing.withMagnet(LINK + "&xl=5");
      assertTrue(failure(carol, nobody).getMessage().contains("nobody to fetch from"));
    }
  }

  private PeerwrightException failure(Peer peer, FetchRequest request) {
    return assertThrows(
        PeerwrightException.class, () -> peer.get(request, folder.resolve("never")));
  }
}
