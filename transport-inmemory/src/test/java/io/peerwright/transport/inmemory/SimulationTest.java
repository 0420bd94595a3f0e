package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.TransportProvider;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SimulationTest {

  /** Twenty hosts that talk at random. */
  private static Simulation conversation(long seed) {
    NetworkModel network =
        NetworkModel.DEFAULT
            .withJitterMicros(5_000)
            .withSegments(500, true)
            .withDatagramFaults(50_000, 50_000, 50_000);
    Simulation sim =
        Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network)).strict();
    Acceptor[] acceptors = new Acceptor[20];
    Host[] hosts = new Host[acceptors.length];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = sim.newHost("h" + i, null, null);
      acceptors[i] = new Acceptor();
      hosts[i].transport().listen(hosts[i].listenAddress(), SocketOptions.DEFAULT, acceptors[i]);
    }
    sim.runFor(Duration.ofMillis(1));
    for (Host host : hosts) {
      int friend = host.loop().random("friend").nextInt(hosts.length);
      Recorder talker = new Recorder();
      host.transport().connect(acceptors[friend].local, SocketOptions.DEFAULT, talker);
      host.loop()
          .schedule(
              1_000_000_000L,
              () -> {
                talker.link.write(ByteBuffer.allocate(5_000));
                talker.link.closeOutput();
              });
    }
    assertTrue(sim.runUntilIdle(Duration.ofMinutes(1)));
    return sim;
  }

  @Test
  void theSameSeedIsTheSameRun() {
    Simulation first = conversation(7);
    Simulation second = conversation(7);
    assertEquals(first.traceHash(), second.traceHash());
    assertEquals(first.events(), second.events());
    assertEquals(first.now(), second.now());
    assertNotEquals(first.traceHash(), conversation(8).traceHash());
  }

  /** As when a test runs in another thread than what has set it up. */
  @Test
  void whatAnotherThreadHasHandedInIsNotOver() throws InterruptedException {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = sim.newHost("a", null, null);
    List<String> done = new ArrayList<>();
    Thread other = new Thread(() -> host.loop().execute(() -> done.add("task")));
    other.start();
    other.join();
    assertEquals(1, sim.snapshot().pending());
    assertTrue(sim.runUntilIdle(Duration.ofMinutes(1)));
    assertEquals(List.of("task"), done);
  }

  @Test
  void oneMoreHostShiftsNoDraws() {
    Simulation plain = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Simulation crowded = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host there = crowded.newHost("stranger", null, null);
    there.loop().random("x").nextLong();
    assertArrayEquals(
        draws(plain.newHost("a", null, null)), draws(crowded.newHost("a", null, null)));
  }

  private static long[] draws(Host host) {
    byte[] key = new byte[20];
    host.loop().secureRandom(key);
    return new long[] {
      host.loop().random("x").nextLong(),
      host.loop().random("x").nextLong(),
      host.loop().random("y").nextLong(),
      ByteBuffer.wrap(key).getLong(12),
    };
  }

  @Test
  void timeStandsStillBetweenRuns() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = sim.newHost("a", null, null);
    List<String> order = new ArrayList<>();
    host.loop().schedule(5_000_000, () -> order.add("late"));
    host.loop().execute(() -> order.add("task"));
    host.loop().schedule(0, () -> order.add("at once"));
    assertTrue(host.loop().isCurrent());
    assertEquals(List.of(), order);
    sim.runFor(Duration.ofMillis(4));
    assertEquals(List.of("task", "at once"), order);
    assertEquals(Duration.ofMillis(4), sim.now());
    assertEquals(InMemoryConfig.DEFAULT.epochMillis() + 4, host.loop().wallMillis());
    assertFalse(sim.runUntil(() -> order.size() == 3, Duration.ofNanos(500_000)));
    assertTrue(sim.runUntil(() -> order.size() == 3, Duration.ofDays(1)));
    assertEquals(Duration.ofMillis(5), sim.now());
  }

  @Test
  void workTakesItsModelledTime() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host host = sim.newHost("a", null, null);
    List<Object> outcomes = new ArrayList<>();
    host.loop().offload(() -> 42, 1_000_000, (result, thrown) -> outcomes.add(result));
    host.loop()
        .offload(
            () -> {
              throw new IOException("no disk");
            },
            2_000_000,
            (result, thrown) -> outcomes.add(thrown));
    sim.runFor(Duration.ofNanos(999_999));
    assertEquals(List.of(), outcomes);
    sim.runFor(Duration.ofMillis(2));
    assertEquals(42, outcomes.get(0));
    assertInstanceOf(IOException.class, outcomes.get(1));
  }

  @Test
  void aDiskIsPrivateAndCanBeFull() throws IOException {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withDiskBytes(1 << 20)).strict();
    Path disk = sim.newHost("a", null, null).directory();
    Files.write(disk.resolve("file"), new byte[500_000]);
    assertThrows(IOException.class, () -> Files.write(disk.resolve("more"), new byte[600_000]));
    assertFalse(Files.exists(sim.newHost("b", null, null).directory().resolve("file")));
    Path given = Path.of("given");
    assertEquals(given, sim.newHost("c", null, given).directory());
    sim.close();
    assertFalse(disk.getFileSystem().isOpen());
  }

  @Test
  void namesAreResolved() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Host a = sim.newHost("a", null, null);
    Host b = sim.newHost("index.example", Endpoint.parse("198.51.100.7:80"), null);
    assertEquals(Endpoint.parse("198.51.100.7:80"), b.listenAddress());
    assertEquals("198.51.100.7:8888", resolve(sim, a, "index.example:8888").get(0).toString());
    assertEquals("192.0.2.1:80", resolve(sim, a, "192.0.2.1:80").get(0).toString());
    assertEquals("127.0.0.1:5", resolve(sim, a, "localhost:5").get(0).toString());
    assertEquals(List.of(), resolve(sim, a, "nobody.example:80"));
    assertEquals(List.of(), resolve(sim, a, "index.example:port"));
    assertEquals(List.of(), resolve(sim, a, "index.example"));
    assertEquals(List.of(), resolve(sim, a, ""));
  }

  private static List<Endpoint> resolve(Simulation sim, Host host, String name) {
    List<List<Endpoint>> answers = new ArrayList<>();
    host.transport().resolve(name, 1_000_000_000L, answers::add);
    assertTrue(sim.runUntil(() -> !answers.isEmpty(), Duration.ofSeconds(2)));
    return answers.get(0);
  }

  @Test
  void hostsOnLoopbackShareOneMachine() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    Endpoint loopback = Endpoint.parse("127.0.0.1:0");
    Host a = sim.newHost("a", loopback, null);
    Host b = sim.newHost("b", loopback, null);
    Host apart = sim.newHost("c", null, null);
    Acceptor acceptor = new Acceptor();
    b.transport().listen(loopback, SocketOptions.DEFAULT, acceptor);
    sim.runFor(Duration.ofMillis(1));
    Recorder near = new Recorder();
    Recorder stranger = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, near);
    apart.transport().connect(acceptor.local, SocketOptions.DEFAULT, stranger);
    sim.runFor(Duration.ofSeconds(1));
    assertTrue(near.isOpen());
    assertFalse(stranger.isOpen());
  }

  @Test
  void aNameIsTakenOnce() {
    Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
    sim.newHost("a", null, null);
    assertThrows(IllegalArgumentException.class, () -> sim.newHost("a", null, null));
    Simulation other = Simulation.create(InMemoryConfig.DEFAULT).strict();
    other.newHost("a", null, null);
  }

  @Test
  @SuppressWarnings("rawtypes")
  void isFoundAsAPlugIn() {
    InMemoryProvider provider =
        ServiceLoader.load(TransportProvider.class).stream()
            .filter(each -> each.type() == InMemoryProvider.class)
            .map(each -> (InMemoryProvider) each.get())
            .findFirst()
            .orElseThrow();
    assertEquals("inmemory", provider.name());
    assertEquals(InMemoryConfig.DEFAULT, provider.defaults());
    for (var component : provider.configType().getRecordComponents()) {
      assertFalse(provider.explain(component.getName()).isEmpty(), component.getName());
    }
    assertEquals("", provider.explain("nonsense"));
  }

  @Test
  void aSnapshotTellsHowFarItHasCome() {
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = sim.newHost("a", null, null);
      for (int i = 1; i <= 4; i++) {
        host.loop().schedule(i * 1_000_000_000L, () -> {});
      }
      sim.runFor(Duration.ofSeconds(1));
      Snapshot first = sim.snapshot();
      assertEquals(Duration.ofSeconds(1), first.virtualTime());
      assertEquals(1, first.events());
      assertEquals(3, first.pending());
      assertEquals(1, first.hosts());
      sim.runFor(Duration.ofSeconds(2));
      Snapshot lately = sim.snapshot().since(first);
      assertEquals(Duration.ofSeconds(2), lately.virtualTime());
      assertEquals(2, lately.events());
      assertEquals(1, lately.pending());
      Snapshot round =
          new Snapshot(Duration.ofSeconds(30), Duration.ofSeconds(3), 600, lately.pending(), 1);
      assertEquals(
          "30 s virtual in 3.0 s (10.0 times as fast), 600 events (200/s), 1 pending, 1 hosts",
          round.toString());
      assertEquals(0, new Snapshot(Duration.ZERO, Duration.ZERO, 0, 0, 0).eventsPerSecond());
    }
  }
}
