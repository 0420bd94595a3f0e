package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.bittorrent.TrackerProvider;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SharedPeerStoreTest {

  private static final StoreLimits LIMITS = new StoreLimits(100_000, 1000, 100_000, 60_000, 3000);

  /** The second tracker is a day younger than the first. */
  @Test
  void twoTrackersKnowTheSamePeers() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host one = simulation.newHost("one", Endpoint.parse("10.78.0.1:6969"), null);
      PeerStore store =
          new SharedPeerStore(
              new MemoryPeerStore(one.loop(), LIMITS, 200), () -> one.loop().nanoTime());
      join(simulation, one, store);
      simulation.runFor(Duration.ofDays(1));
      Host two = simulation.newHost("two", Endpoint.parse("10.78.0.2:6969"), null);
      join(simulation, two, store);
      Host alice = simulation.newHost("alice", null, null);
      Host bob = simulation.newHost("bob", null, null);
      assertEquals(0, announce(simulation, alice, "one").length);
      byte[] told = announce(simulation, bob, "two");
      assertArrayEquals(alice.listenAddress().addressBytes(), Arrays.copyOf(told, 4));
      assertEquals(6, told.length);
      assertEquals(2, store.peers());
      simulation.runFor(Duration.ofMinutes(20));
      announce(simulation, bob, "one");
      simulation.runFor(Duration.ofMinutes(40));
      assertEquals(1, store.peers(), "one has been silent for an hour, one for 40 minutes");
      simulation.runFor(Duration.ofMinutes(30));
      assertEquals(0, store.peers());
    }
  }

  private static void join(Simulation simulation, Host host, PeerStore store) {
    Overlay tracker = new TrackerProvider().create(host, TrackerConfig.DEFAULT, store);
    var joined = tracker.join().toCompletableFuture();
    assertTrue(simulation.runUntil(joined::isDone, Duration.ofMinutes(1)));
    joined.join();
  }

  /** The compact peers of the answer. */
  private static byte[] announce(Simulation simulation, Host from, String tracker) {
    String answer =
        HttpText.get(
            simulation,
            from,
            "http://"
                + tracker
                + ":6969/announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb"
                + "&port=6881&uploaded=0&downloaded=0&left=5&compact=1");
    int peers = answer.indexOf("5:peers") + "5:peers".length();
    int colon = answer.indexOf(':', peers);
    int length = Integer.parseInt(answer.substring(peers, colon));
    return answer.substring(colon + 1, colon + 1 + length).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("tracker", null, null);
      PeerStore store =
          new SharedPeerStore(new MemoryPeerStore(host.loop(), LIMITS, 200), System::nanoTime);
      CountDownLatch ready = new CountDownLatch(4);
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        Thread thread = new Thread(() -> fill(store, number, ready));
        thread.setUncaughtExceptionHandler((where, thrown) -> failures.add(thrown));
        threads.add(thread);
        thread.start();
      }
      for (Thread each : threads) {
        each.join();
      }
      assertEquals(List.of(), failures);
      assertEquals(4 * 5000, store.peers());
      assertEquals(10, store.swarms());
    }
  }

  private static void fill(PeerStore store, int number, CountDownLatch ready) {
    ready.countDown();
    try {
      ready.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < 5000; i++) {
      Endpoint peer = Endpoint.ofIpv4(0x0a000000 + number * 65_536 + i, 6881);
      Id20 swarm = new Id20(i % 10, 0, 0);
      Announcement told =
          new Announcement(swarm, new Id20(i, number, 1), peer, Event.NONE, Share.DOWNLOADER, 50);
      store.announce(told, -i, (source, from, bytes, idFrom) -> {});
      store.sweep(1 << 30);
    }
  }
}
