package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryPeerStoreTest {

  private static final Id20 SWARM = new Id20(1, 2, 3);
  private static final StoreLimits WIDE = new StoreLimits(100_000, 1000, 100_000, 60_000, 100);

  private static MemoryPeerStore store(StoreLimits limits) {
    Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict();
    return new MemoryPeerStore(simulation.newHost("tracker", null, null).loop(), limits, 200);
  }

  private static Endpoint peer(int number) {
    return Endpoint.ofIpv4(0x0a000000 + number, 1000 + number % 50_000);
  }

  private static Endpoint peer6(int number) {
    return new Endpoint(0x20010db800000000L + number, number, 1000 + number % 50_000, 0);
  }

  private static Announcement told(Id20 swarm, Endpoint peer, Event event, Share share, int want) {
    return new Announcement(swarm, new Id20(peer.low(), peer.high(), 7), peer, event, share, want);
  }

  private static List<Endpoint> announce(
      PeerStore store, Endpoint peer, Event event, Share share, int want, int now) {
    return announce(store, told(SWARM, peer, event, share, want), now);
  }

  private static List<Endpoint> announce(PeerStore store, Announcement told, int now) {
    List<Endpoint> found = new ArrayList<>();
    store.announce(
        told, now, (source, from, bytes, id) -> found.add(read(source, from, bytes, id)));
    return found;
  }

  /** Also checks that the peer id belongs to the address. */
  private static Endpoint read(byte[] source, int from, int bytes, int idFrom) {
    byte[] address = Arrays.copyOfRange(source, from, from + bytes);
    int port = (source[from + bytes] & 0xff) << 8 | source[from + bytes + 1] & 0xff;
    Endpoint peer = Endpoint.of(address, port);
    Id20 id = Id20.of(Arrays.copyOfRange(source, idFrom, idFrom + 20));
    assertEquals(new Id20(peer.low(), peer.high(), 7), id);
    return peer;
  }

  @Test
  void peersHearOfEachOther() {
    PeerStore store = store(WIDE);
    assertEquals(List.of(), announce(store, peer(1), Event.STARTED, Share.DOWNLOADER, 50, 0));
    assertEquals(
        List.of(peer(1)), announce(store, peer(2), Event.STARTED, Share.DOWNLOADER, 50, 0));
    assertEquals(List.of(peer(2)), announce(store, peer(1), Event.NONE, Share.DOWNLOADER, 50, 0));
    assertEquals(List.of(), announce(store, peer(1), Event.NONE, Share.DOWNLOADER, 0, 0));
    assertEquals(List.of(), announce(store, peer6(1), Event.NONE, Share.DOWNLOADER, 50, 0));
    assertEquals(List.of(peer6(1)), announce(store, peer6(2), Event.NONE, Share.DOWNLOADER, 50, 0));
    assertEquals(new SwarmCounts(0, 4, 4, 0), store.counts(SWARM));
    assertEquals(List.of(), announce(store, peer(2), Event.STOPPED, Share.DOWNLOADER, 50, 0));
    assertEquals(List.of(), announce(store, peer(1), Event.NONE, Share.DOWNLOADER, 50, 0));
    assertTrue(store.knows(SWARM, peer(1)));
    assertFalse(store.knows(SWARM, peer(2)));
    assertFalse(store.knows(SWARM, peer(1).withPort(1)));
    assertEquals(SwarmCounts.NONE, store.counts(new Id20(1, 2, 4)));
  }

  @Test
  void thoseThatOnlyUploadHearOfDownloadersOnly() {
    PeerStore store = store(WIDE);
    announce(store, peer(1), Event.NONE, Share.SEED, 50, 0);
    announce(store, peer(2), Event.NONE, Share.DOWNLOADER, 50, 0);
    announce(store, peer(3), Event.NONE, Share.PARTIAL_SEED, 50, 0);
    assertEquals(List.of(peer(2)), announce(store, peer(4), Event.NONE, Share.SEED, 50, 0));
    assertEquals(List.of(peer(2)), announce(store, peer(3), Event.NONE, Share.PARTIAL_SEED, 5, 0));
    assertEquals(
        Set.of(peer(1), peer(3), peer(4)),
        new HashSet<>(announce(store, peer(2), Event.NONE, Share.DOWNLOADER, 50, 0)));
    assertEquals(new SwarmCounts(2, 2, 1, 0), store.counts(SWARM));
    List<Endpoint> sampled = new ArrayList<>();
    store.sample(
        SWARM, false, true, 9, (s, from, bytes, id) -> sampled.add(read(s, from, bytes, id)));
    assertEquals(List.of(peer(2)), sampled);
  }

  @Test
  void completionsAreCountedOnce() {
    PeerStore store = store(WIDE);
    announce(store, peer(1), Event.STARTED, Share.DOWNLOADER, 0, 0);
    announce(store, peer(1), Event.COMPLETED, Share.SEED, 0, 0);
    announce(store, peer(1), Event.COMPLETED, Share.SEED, 0, 0);
    announce(store, peer(1), Event.NONE, Share.SEED, 0, 0);
    announce(store, peer(1), Event.COMPLETED, Share.SEED, 0, 0);
    announce(store, peer(2), Event.COMPLETED, Share.SEED, 0, 0);
    assertEquals(new SwarmCounts(2, 0, 0, 2), store.counts(SWARM));
  }

  @Test
  void whoFallsSilentIsForgotten() {
    PeerStore store = store(WIDE);
    for (int i = 0; i < 1000; i++) {
      announce(store, peer(i), Event.NONE, Share.DOWNLOADER, 0, i < 500 ? 0 : 60);
    }
    sweepAll(store, 100);
    assertEquals(1000, store.peers());
    sweepAll(store, 101);
    assertEquals(500, store.peers());
    assertTrue(store.knows(SWARM, peer(500)));
    announce(store, peer(500), Event.NONE, Share.DOWNLOADER, 0, 150);
    sweepAll(store, 200);
    assertEquals(1, store.peers());
    sweepAll(store, 300);
    assertEquals(0, store.peers());
    assertEquals(0, store.swarms());
  }

  private static void sweepAll(PeerStore store, int now) {
    for (int i = 0; i < 20; i++) {
      store.sweep(now);
    }
  }

  @Test
  void aFullSwarmStillTellsOfItsPeers() {
    PeerStore store = store(new StoreLimits(100, 100, 5, 100, 100));
    for (int i = 0; i < 8; i++) {
      int heard = announce(store, peer(i), Event.NONE, Share.DOWNLOADER, 50, 0).size();
      assertEquals(Math.min(i, 5), heard);
    }
    assertEquals(5, store.peers());
    announce(store, peer(0), Event.STOPPED, Share.DOWNLOADER, 0, 0);
    announce(store, peer(8), Event.NONE, Share.DOWNLOADER, 0, 0);
    assertTrue(store.knows(SWARM, peer(8)));
  }

  @Test
  void oneAddressFillsNothing() {
    PeerStore store = store(new StoreLimits(100, 100, 100, 4, 100));
    for (int port = 1; port < 20; port++) {
      Endpoint network = new Endpoint(77, port, 9, 0);
      announce(store, told(SWARM, peer(1).withPort(port), Event.NONE, Share.SEED, 0), 0);
      announce(store, told(new Id20(port, 0, 0), network, Event.NONE, Share.SEED, 0), 0);
    }
    assertEquals(4, store.counts(SWARM).seeds());
    assertEquals(8, store.peers());
    announce(store, told(SWARM, peer(1).withPort(2), Event.STOPPED, Share.SEED, 0), 0);
    announce(store, told(SWARM, peer(1).withPort(9), Event.NONE, Share.SEED, 0), 0);
    assertTrue(store.knows(SWARM, peer(1).withPort(9)));
  }

  @Test
  void peersAndSwarmsAreOnlySoMany() {
    PeerStore store = store(new StoreLimits(10, 3, 100, 100, 100));
    for (int i = 0; i < 20; i++) {
      announce(store, told(new Id20(i, 0, 0), peer(i), Event.NONE, Share.SEED, 0), 0);
    }
    assertEquals(3, store.swarms());
    for (int i = 0; i < 20; i++) {
      announce(store, told(new Id20(1, 0, 0), peer(i), Event.NONE, Share.SEED, 0), 0);
    }
    assertEquals(10, store.peers());
  }

  /** The peers of few addresses fill it; then others come who have one each. */
  @Test
  void aFullStoreMakesRoomForWhoHasFew() {
    PeerStore store = store(new StoreLimits(100, 1000, 50, 100, 100));
    for (int i = 0; i < 200; i++) {
      Endpoint greedy = peer(i % 2).withPort(1 + i);
      announce(store, told(new Id20(i % 40, 0, 0), greedy, Event.NONE, Share.SEED, 0), 0);
    }
    assertEquals(100, store.peers());
    for (int i = 0; i < 30; i++) {
      announce(store, told(SWARM, peer(100 + i), Event.NONE, Share.SEED, 0), 0);
      assertTrue(store.knows(SWARM, peer(100 + i)));
    }
    assertEquals(100, store.peers());
    assertEquals(30, store.counts(SWARM).seeds());
    // Who has as many as it would have itself is left alone.
    announce(store, told(SWARM, peer(0).withPort(999), Event.NONE, Share.SEED, 0), 0);
    assertFalse(store.knows(SWARM, peer(0).withPort(999)));
  }

  @Test
  void aFullSwarmAndATableFullOfSwarmsDoSoToo() {
    PeerStore store = store(new StoreLimits(1000, 30, 20, 100, 100));
    for (int i = 0; i < 60; i++) {
      announce(store, told(SWARM, peer(1).withPort(1 + i), Event.NONE, Share.SEED, 0), 0);
      Endpoint greedy = peer(2).withPort(1 + i);
      announce(store, told(new Id20(i, 7, 0), greedy, Event.NONE, Share.SEED, 0), 0);
    }
    assertEquals(30, store.swarms());
    assertEquals(20, store.counts(SWARM).seeds());
    announce(store, told(SWARM, peer(3), Event.NONE, Share.SEED, 0), 0);
    assertTrue(store.knows(SWARM, peer(3)));
    assertEquals(20, store.counts(SWARM).seeds());
    Id20 other = new Id20(9, 9, 9);
    announce(store, told(other, peer(3), Event.NONE, Share.SEED, 0), 0);
    assertTrue(store.knows(other, peer(3)));
    assertEquals(30, store.swarms());
  }

  /**
   * Only a small swarm goes for a new one, and only if none of its members is of a modest address.
   */
  @Test
  void aLargeSwarmAndOneWithAnHonestPeerStay() {
    PeerStore store = store(new StoreLimits(1000, 3, 100, 100, 100));
    Id20 mixed = new Id20(7, 0, 0);
    Id20 small = new Id20(8, 0, 0);
    for (int i = 0; i < 9; i++) {
      announce(store, told(SWARM, peer(1).withPort(1 + i), Event.NONE, Share.SEED, 0), 0);
    }
    announce(store, told(mixed, peer(9), Event.NONE, Share.SEED, 0), 0);
    for (int i = 0; i < 5; i++) {
      announce(store, told(mixed, peer(1).withPort(1 + i), Event.NONE, Share.SEED, 0), 0);
      announce(store, told(small, peer(2).withPort(1 + i), Event.NONE, Share.SEED, 0), 0);
    }
    Id20 other = new Id20(9, 9, 9);
    announce(store, told(other, peer(3), Event.NONE, Share.SEED, 0), 0);
    assertTrue(store.knows(other, peer(3)));
    assertEquals(9, store.counts(SWARM).seeds());
    assertEquals(6, store.counts(mixed).seeds());
    assertEquals(0, store.counts(small).seeds());
  }

  @Test
  void limitsAreLoweredToTheMemoryThatThereIs() {
    StoreLimits limits = WIDE.within(1 << 20);
    assertEquals(3_640, limits.maxPeers());
    assertEquals(910, limits.maxSwarms());
    assertEquals(WIDE, WIDE.within(1L << 30));
  }

  /** Chi-squared over all peers; the seed is fixed, so this cannot fail by chance. */
  @Test
  void eachPeerIsHandedOutAsOftenAsAnyOther() {
    PeerStore store = store(WIDE);
    int members = 400;
    for (int i = 0; i < members; i++) {
      announce(store, peer(i), Event.NONE, i % 3 == 0 ? Share.SEED : Share.DOWNLOADER, 0, 0);
    }
    Map<Endpoint, Integer> counts = new HashMap<>();
    Map<Long, Integer> pairs = new HashMap<>();
    int rounds = 20_000;
    for (int round = 0; round < rounds; round++) {
      List<Endpoint> heard = announce(store, peer(7), Event.NONE, Share.DOWNLOADER, 30, 0);
      assertEquals(30, new HashSet<>(heard).size());
      heard.forEach(each -> counts.merge(each, 1, Integer::sum));
      boolean both = heard.contains(peer(20)) && heard.contains(peer(21));
      pairs.merge(both ? 1L : 0L, 1, Integer::sum);
    }
    assertFalse(counts.containsKey(peer(7)));
    assertEquals(members - 1, counts.size());
    double expected = 30.0 * rounds / (members - 1);
    double chiSquared = 0;
    for (int count : counts.values()) {
      chiSquared += (count - expected) * (count - expected) / expected;
    }
    // 398 degrees of freedom: mean 398, standard deviation 28. Drawing without putting back makes
    // it smaller by the share that is not drawn.
    assertTrue(chiSquared > 250 && chiSquared < 500, "chi-squared " + chiSquared);
    double pairExpected = rounds * 30.0 * 29 / (399.0 * 398);
    assertEquals(pairExpected, pairs.getOrDefault(1L, 0), 4 * Math.sqrt(pairExpected));
  }

  /** Random steps against a plain map. */
  @Test
  void agreesWithAPlainModel() {
    PeerStore store = store(new StoreLimits(1_000_000, 1000, 1_000_000, 60_000, 50));
    Random random = new Random(41);
    Map<Id20, Map<Endpoint, Share>> model = new LinkedHashMap<>();
    for (int step = 0; step < 200_000; step++) {
      Id20 swarm = new Id20(random.nextInt(20), 0, 0);
      Endpoint peer = random.nextBoolean() ? peer(random.nextInt(300)) : peer6(random.nextInt(300));
      Share share = Share.values()[random.nextInt(3)];
      boolean stops = random.nextInt(step / 50_000 % 2 == 0 ? 4 : 2) == 0;
      Event event = stops ? Event.STOPPED : Event.NONE;
      List<Endpoint> heard = announce(store, told(swarm, peer, event, share, 200), step);
      Map<Endpoint, Share> members = model.computeIfAbsent(swarm, key -> new HashMap<>());
      if (stops) {
        members.remove(peer);
      } else {
        members.put(peer, share);
        long useful =
            members.entrySet().stream()
                .filter(each -> each.getKey().isIpv4() == peer.isIpv4())
                .filter(each -> !each.getKey().equals(peer))
                .filter(each -> share == Share.DOWNLOADER || each.getValue() == Share.DOWNLOADER)
                .count();
        assertEquals(Math.min(200, useful), heard.size());
        assertTrue(members.keySet().containsAll(heard));
      }
      if (step % 1000 == 0) {
        compare(model, store);
      }
    }
    for (int i = 0; i < 20; i++) {
      store.sweep(300_000);
    }
    assertEquals(0, store.peers() + store.swarms());
  }

  private static void compare(Map<Id20, Map<Endpoint, Share>> model, PeerStore store) {
    int all = 0;
    for (Map.Entry<Id20, Map<Endpoint, Share>> swarm : model.entrySet()) {
      List<Share> shares = List.copyOf(swarm.getValue().values());
      int seeds = (int) shares.stream().filter(Share.SEED::equals).count();
      int loads = (int) shares.stream().filter(Share.DOWNLOADER::equals).count();
      assertEquals(
          new SwarmCounts(seeds, shares.size() - seeds, loads, 0), store.counts(swarm.getKey()));
      swarm.getValue().keySet().forEach(peer -> assertTrue(store.knows(swarm.getKey(), peer)));
      all += shares.size();
    }
    assertEquals(all, store.peers());
  }
}
