package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that is told that its files are published can count on others finding them. */
class PublishedTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
  private final Host index = simulation.newHost("index", null, null);

  @AfterEach
  void close() {
    simulation.close();
  }

  private Overlay server() {
    return new HybridServerProvider()
        .create(index, HybridServerConfig.DEFAULT.withListen(index.listenAddress().withPort(8888)));
  }

  private Overlay client(String name) {
    String address = index.listenAddress().withPort(8888).toString();
    return new HybridProvider()
        .create(
            simulation.newHost(name, null, null),
            HybridConfig.DEFAULT.withServers(List.of(address)));
  }

  private static SharedItem item(int number) {
    return new SharedItem(
        Path.of("unread"), "copper rain " + number + ".ogg", 1000, Set.of(), Map.of());
  }

  @Test
  void everyFileIsFoundOnceItIsPublished() {
    server().join();
    Overlay alice = client("alice");
    Overlay bob = client("bob");
    List<Overlay> joined = new ArrayList<>();
    alice.join().thenRun(() -> joined.add(alice));
    bob.join().thenRun(() -> joined.add(bob));
    assertTrue(simulation.runUntil(() -> joined.size() == 2, LIMIT));
    Sharing sharing = alice.as(Sharing.class).orElseThrow();
    for (int i = 0; i < 50; i++) {
      sharing.share(item(i));
    }
    boolean[] published = new boolean[1];
    sharing.published().thenRun(() -> published[0] = true);
    assertTrue(simulation.runUntil(() -> published[0], LIMIT));

    List<Hit> hits = new ArrayList<>();
    boolean[] ended = new boolean[1];
    bob.as(KeywordSearch.class)
        .orElseThrow()
        .search(Query.parse("copper rain"), hits::add, reason -> ended[0] = true);
    assertTrue(simulation.runUntil(() -> ended[0], LIMIT));
    assertEquals(50, hits.size());
  }

  @Test
  void isToldWithinAMinuteWhenNoServerAnswers() {
    Overlay alice = client("alice");
    alice.join();
    Sharing sharing = alice.as(Sharing.class).orElseThrow();
    sharing.share(item(1));
    boolean[] published = new boolean[1];
    sharing.published().thenRun(() -> published[0] = true);
    simulation.runFor(Duration.ofSeconds(59));
    assertFalse(published[0]);
    simulation.runFor(Duration.ofSeconds(2));
    assertTrue(published[0]);
  }
}
