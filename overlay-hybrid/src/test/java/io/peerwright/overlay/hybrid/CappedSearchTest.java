package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches for more hits than a server gives for one. */
class CappedSearchTest {

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host serverHost = simulation.newHost("cap", null, null);
  private final List<Hit> hits = new ArrayList<>();
  private final List<Reason> ended = new ArrayList<>();

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  private static List<CappingServer.Shared> files(int count, boolean sizesDiffer) {
    Random random = new Random(count);
    List<CappingServer.Shared> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SharedFile file =
          new SharedFile(
              "C:\\Music\\rain " + i + ".mp3",
              SharedFile.NO_MD5,
              sizesDiffer ? 1_000_000 + random.nextInt(9_000_000) : 4_567_890,
              sizesDiffer ? 128 : 32 * (1 + random.nextInt(10)),
              44_100,
              sizesDiffer ? 240 : 100 + random.nextInt(300));
      files.add(new CappingServer.Shared(file, "sharer" + i % 7, i % 11));
    }
    return files;
  }

  private CappingServer server(int files, boolean sizesDiffer, Set<String> no, Set<String> deaf) {
    return new CappingServer(serverHost, files(files, sizesDiffer), 100, no, deaf);
  }

  private Overlay join(CappingServer server) {
    Host host = simulation.newHost("asker", null, null);
    HybridConfig config =
        HybridConfig.DEFAULT
            .withServers(List.of(server.endpoint().toString()))
            .withUser("asker", "pw", "");
    Overlay overlay = new HybridProvider().create(host, config);
    var joined = overlay.join().toCompletableFuture();
    assertTrue(simulation.runUntil(joined::isDone, Duration.ofMinutes(1)));
    joined.join();
    return overlay;
  }

  /** Searches; gives what the search ended with. */
  private Reason search(CappingServer server, String words, int max) {
    Overlay overlay = join(server);
    Query query = Query.parse(words).limitedTo(max, Duration.ofMinutes(2));
    overlay.as(KeywordSearch.class).orElseThrow().search(query, hits::add, ended::add);
    assertTrue(simulation.runUntil(() -> !ended.isEmpty(), Duration.ofMinutes(3)));
    Set<String> different = new HashSet<>();
    hits.forEach(hit -> different.add(hit.peer() + hit.name()));
    assertEquals(hits.size(), different.size(), "a hit came twice");
    return ended.get(0);
  }

  @Test
  void getsAsManyAsAreWanted() {
    CappingServer server = server(3_000, true, Set.of(), Set.of());
    assertEquals(Reason.LIMIT, search(server, "rain", 500));
    assertEquals(500, hits.size());
    assertTrue(server.searches.size() <= 15, () -> server.searches.size() + " searches");
  }

  @Test
  void getsAllThatThereAreAndKnowsIt() {
    CappingServer server = server(437, true, Set.of(), Set.of());
    assertEquals(Reason.ENDED, search(server, "rain", 500));
    assertEquals(437, hits.size());
    assertTrue(server.searches.size() <= 20, () -> server.searches.size() + " searches");
  }

  @Test
  void asksOnceWhereTheServerGivesAll() {
    CappingServer server = server(99, true, Set.of(), Set.of());
    assertEquals(Reason.ENDED, search(server, "rain", 500));
    assertEquals(99, hits.size());
    assertEquals(1, server.searches.size());
  }

  @Test
  void asksOnceWhereNoMoreAreWanted() {
    CappingServer server = server(3_000, true, Set.of(), Set.of());
    assertEquals(Reason.LIMIT, search(server, "rain", 100));
    assertEquals(100, hits.size());
    assertEquals(1, server.searches.size());
  }

  /** Floods of searches are refused by servers, or end the connection. */
  @Test
  void asksAQuarterOfASecondApartAndNotForEver() {
    CappingServer server = server(100_000, true, Set.of(), Set.of());
    assertEquals(Reason.LIMIT, search(server, "rain", 10_000));
    assertTrue(hits.size() > 5_000, () -> hits.size() + " hits");
    assertEquals(1 + 200, server.searches.size());
    for (int i = 1; i < server.searches.size(); i++) {
      long apart = server.askedAtNanos.get(i) - server.askedAtNanos.get(i - 1);
      assertTrue(apart >= 250_000_000L, () -> apart + " ns apart");
    }
  }

  @Test
  void filesOfOneSizeAreToldApartByOtherNumbers() {
    CappingServer server = server(437, false, Set.of(), Set.of());
    assertEquals(Reason.ENDED, search(server, "rain", 500));
    assertEquals(437, hits.size());
  }

  @Test
  void aServerThatRefusesAClauseIsAskedWithOthers() {
    CappingServer server = server(437, true, Set.of("SIZE", "DURATION"), Set.of());
    assertEquals(Reason.ENDED, search(server, "rain", 500));
    assertEquals(437, hits.size());
    long bySize = server.searches.stream().filter(each -> !each.sizeBytes().isAny()).count();
    assertEquals(1, bySize, "asked again with what it does not know");
  }

  @Test
  void aServerThatPassesOverAClauseIsAskedWithOthers() {
    CappingServer server = server(437, true, Set.of(), Set.of("SIZE"));
    assertEquals(Reason.ENDED, search(server, "rain", 500));
    assertEquals(437, hits.size());
  }

  @Test
  void whatCannotBeToldApartIsNotCalledAll() {
    List<CappingServer.Shared> same = new ArrayList<>();
    SharedFile file = new SharedFile("rain.mp3", SharedFile.NO_MD5, 5, 128, 44_100, 60);
    for (int i = 0; i < 150; i++) {
      same.add(new CappingServer.Shared(file, "sharer" + i, 4));
    }
    CappingServer server = new CappingServer(serverHost, same, 100, Set.of(), Set.of());
    assertEquals(Reason.LIMIT, search(server, "rain", 500));
    assertEquals(100, hits.size());
    assertEquals(1, server.searches.size());
  }

  /** The client itself leaves out what is not wanted: then a hundred answers are too few. */
  @Test
  void goesOnWhereHitsAreNotWanted() {
    CappingServer server = server(437, true, Set.of(), Set.of());
    assertEquals(Reason.ENDED, search(server, "rain speed<=14", 100));
    assertEquals(80, files(437, true).stream().filter(each -> each.linkType() <= 1).count());
    assertEquals(80, hits.size());
  }

  @Test
  void leavingEndsASearchThatWouldGoOn() {
    CappingServer server = server(437, true, Set.of(), Set.of());
    Overlay overlay = join(server);
    Query query = Query.parse("rain").limitedTo(500, Duration.ofMinutes(2));
    overlay.as(KeywordSearch.class).orElseThrow().search(query, hits::add, ended::add);
    assertTrue(simulation.runUntil(() -> hits.size() == 100, Duration.ofMinutes(1)));
    simulation.runFor(Duration.ofMillis(100));
    overlay.leave();
    simulation.runFor(Duration.ofMinutes(3));
    assertEquals(List.of(Reason.SHUTDOWN), ended);
    assertEquals(1, server.searches.size());
  }

  @Test
  void ourServerGivesMoreThanItsMostToo() {
    NapsterNetwork napster = new NapsterNetwork(InMemoryConfig.DEFAULT);
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    for (int i = 0; i < 320; i++) {
      sharer.share("rain " + i + ".mp3", NapsterNetwork.content(100 + i, i));
    }
    NapsterNetwork.Peer asker = napster.peer("asker");
    napster.settle();
    Query query = Query.parse("rain").limitedTo(300, Duration.ofMinutes(1));
    asker.as(KeywordSearch.class).search(query, hits::add, ended::add);
    assertTrue(napster.simulation.runUntil(() -> !ended.isEmpty(), NapsterNetwork.LONG));
    assertEquals(300, hits.size());
    assertEquals(List.of(Reason.LIMIT), ended);
    napster.close();
  }
}
