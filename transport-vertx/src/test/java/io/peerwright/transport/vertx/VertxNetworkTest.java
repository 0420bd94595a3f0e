package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.next;
import static io.peerwright.transport.vertx.Live.on;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.TransportProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VertxNetworkTest {

  @Test
  void isFoundAsAService() {
    boolean found = false;
    for (TransportProvider<?> provider : ServiceLoader.load(TransportProvider.class)) {
      found |= provider instanceof VertxProvider;
    }
    assertTrue(found);
  }

  @Test
  void everyComponentIsExplainedAndChecked() {
    VertxProvider provider = new VertxProvider();
    for (var component : VertxConfig.class.getRecordComponents()) {
      assertFalse(provider.explain(component.getName()).isEmpty(), component.getName());
    }
    assertEquals("", provider.explain("nothing"));
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new VertxConfig(-1, 4, 2, 1 << 16, 1 << 20, 100, 100));
    assertEquals("eventLoops must be within 0..256, is -1", e.getMessage());
  }

  @Test
  void hostsHaveNamesAndDefaults() {
    try (Live live = new Live()) {
      assertThrows(IllegalArgumentException.class, () -> live.network.newHost("a", null, null));
      assertEquals(Endpoint.parse("0.0.0.0:0"), live.a.listenAddress());
      assertEquals(Path.of("").toAbsolutePath(), live.a.directory());
      live.a.close();
      assertEquals("a", live.network.newHost("a", null, null).name());
    }
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Live live = new Live();
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    Live.listen(live.a, new Live.Recorder(0));
    run(live.a, () -> live.a.loop().offload(() -> "worked", 0, (result, e) -> done.add(result)));
    assertEquals("worked", next(done));
    run(
        live.b,
        () ->
            live.b
                .transport()
                .resolve("localhost:80", 5_000_000_000L, found -> done.add("" + found)));
    assertTrue(next(done).contains("127.0.0.1:80"));
    live.close();
    assertNull(System.getProperty("vertx.disableDnsResolver"));
    Set<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && outlives(thread))
            .map(Thread::getName)
            // Of the whole process: the first ends by itself after a second without work, the
            // second when the collector has found that Vert.x is gone.
            .filter(name -> !name.startsWith("globalEventExecutor") && !name.startsWith("Cleaner"))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), left);
    assertThrows(IllegalStateException.class, () -> live.network.newHost("c", null, null));
  }

  /** A worker has given its last sign when it still needs a moment to end. */
  private static boolean outlives(Thread thread) {
    try {
      thread.join(500);
      return thread.isAlive();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNetworkCannotBeClosedOnItsLoop() {
    try (Live live = new Live()) {
      assertThrows(AssertionError.class, () -> run(live.a, live.network::close));
    }
  }

  @Test
  void timersRunInTheOrderOfDeadlineThenSequence() {
    try (Live live = new Live()) {
      BlockingQueue<String> order = new LinkedBlockingQueue<>();
      run(
          live.a,
          () -> {
            Loop loop = live.a.loop();
            loop.schedule(400_000_000, () -> order.add("late"));
            loop.schedule(200_000_000, () -> order.add("early"));
            long never = loop.schedule(100_000_000, () -> order.add("never"));
            loop.schedule(0, () -> order.add("now"));
            loop.schedule(-5, () -> order.add("now too"));
            loop.execute(() -> order.add("task"));
            assertTrue(loop.cancel(never));
            assertFalse(loop.cancel(never));
            assertFalse(loop.cancel(0));
            assertTrue(order.isEmpty());
          });
      List<String> seen = List.of(next(order), next(order), next(order), next(order), next(order));
      List<String> timers = seen.stream().filter(each -> !each.equals("task")).toList();
      assertEquals(List.of("now", "now too", "early", "late"), timers);
    }
  }

  @Test
  void manyTimersDueAtOnceKeepTheirOrder() {
    try (Live live = new Live()) {
      BlockingQueue<Long> order = new LinkedBlockingQueue<>();
      run(
          live.a,
          () -> {
            for (long i = 0; i < 5000; i++) {
              live.a.loop().schedule(0, (code, argument) -> order.add(argument), 0, i);
            }
          });
      for (long i = 0; i < 5000; i++) {
        assertEquals(i, next(order));
      }
    }
  }

  @Test
  void aTimerIsNeverEarly() {
    try (Live live = new Live()) {
      BlockingQueue<Long> waited = new LinkedBlockingQueue<>();
      for (long delay : new long[] {1, 1_500, 1_000_001, 7_300_000}) {
        run(
            live.a,
            () -> {
              long start = live.a.loop().nanoTime();
              live.a
                  .loop()
                  .schedule(delay, () -> waited.add(live.a.loop().nanoTime() - start - delay));
            });
        assertTrue(next(waited) >= 0);
      }
    }
  }

  @Test
  void whatFailsOnTheLoopCostsNothingElse() {
    try (Live live = new Live()) {
      live.a.loop().execute(() -> fail("a task"));
      run(live.a, () -> live.a.loop().schedule(0, () -> fail("a timer")));
      run(live.a, () -> live.a.loop().offload(() -> 1, 0, (result, e) -> fail("an outcome")));
      BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
      run(
          live.a,
          () -> live.a.loop().offload(() -> fail("the work"), 0, (result, e) -> thrown.add(e)));
      assertEquals("planted: the work", next(thrown).getMessage());
    }
  }

  private static Object fail(String what) {
    throw new IllegalStateException("planted: " + what);
  }

  @Test
  void tasksThatPostTasksLeaveSocketsTheirTurn() {
    try (Live live = new Live()) {
      Live.Recorder server = new Live.Recorder(1 << 20);
      Live.Recorder client = new Live.Recorder(1 << 20);
      Endpoint at = Live.listen(live.a, server);
      AtomicInteger running = new AtomicInteger(1);
      live.a
          .loop()
          .execute(
              new Runnable() {
                @Override
                public void run() {
                  if (running.get() == 1) {
                    live.a.loop().execute(this);
                  }
                }
              });
      Live.connect(live.b, at, client);
      client.expect("open");
      server.expect("open");
      // Each round trip needs the busy loop once; a second each would take too long.
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        run(live.b, () -> client.link.write(Live.bytes("ping")));
        server.expect("ping");
      }
      running.set(0);
      assertTrue(System.nanoTime() - start < 20_000_000_000L);
    }
  }

  @Test
  void theLoopMustBeCurrent() {
    try (Live live = new Live()) {
      assertFalse(live.a.loop().isCurrent());
      assertTrue(on(live.a, () -> live.a.loop().isCurrent()));
      assertThrows(IllegalStateException.class, () -> live.a.loop().schedule(1, () -> {}));
      assertThrows(IllegalStateException.class, () -> live.a.loop().random("x"));
    }
  }

  @Test
  void namesAreResolvedOrNot() {
    try (Live live = new Live()) {
      BlockingQueue<List<Endpoint>> found = new LinkedBlockingQueue<>();
      for (String text : new String[] {"127.0.0.1:7", "[::1]:8", "no port", "1:80", "x:99999"}) {
        run(live.a, () -> live.a.transport().resolve(text, 1_000_000_000L, found::add));
      }
      assertEquals(List.of(Endpoint.parse("127.0.0.1:7")), next(found));
      assertEquals(List.of(Endpoint.parse("[::1]:8")), next(found));
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of(), next(found));
      }
      run(live.a, () -> live.a.transport().resolve("127.0.0.1:7", 1, found::add).close());
      run(live.a, () -> live.a.transport().resolve("127.0.0.1:9", 1, found::add));
      assertEquals(9, next(found).get(0).port());
    }
  }

  @Test
  void localAddressesHaveAPrefix() {
    try (Live live = new Live()) {
      Endpoint loopback = Endpoint.parse("127.0.0.1:0");
      assertTrue(live.a.transport().localAddresses().contains(loopback));
      assertEquals(8, live.a.transport().prefixBits(loopback));
      List<Endpoint> all = live.a.transport().localAddresses();
      assertEquals(all.stream().sorted().toList(), all);
      assertThrows(
          IllegalArgumentException.class,
          () -> live.a.transport().prefixBits(Endpoint.parse("192.0.2.77:0")));
    }
  }
}
