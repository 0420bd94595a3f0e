package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import io.peerwright.transport.inmemory.faults.Faults;
import io.peerwright.transport.inmemory.faults.Faults.Way;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineFaultTest {

  private Simulation sim;
  private Faults faults;
  private Host a;
  private Host b;
  private final Recorder near = new Recorder();
  private final Acceptor acceptor = new Acceptor();

  @BeforeEach
  void connect() {
    NetworkModel network = NetworkModel.DEFAULT.withLatencyMicros(50_000, 50_000);
    InMemoryConfig config = InMemoryConfig.DEFAULT.withNetwork(network).withDiskBytes(1 << 20);
    sim = Simulation.create(config).strict();
    faults = sim.faults();
    a = sim.newHost("a", null, null);
    b = sim.newHost("b", null, null);
    b.transport().listen(b.listenAddress().withPort(80), SocketOptions.DEFAULT, acceptor);
    sim.runFor(Duration.ofSeconds(1));
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, near);
    assertTrue(sim.runUntil(near::isOpen, Duration.ofSeconds(1)));
  }

  private Recorder far() {
    return acceptor.accepted.get(0);
  }

  private void run(int seconds) {
    sim.runFor(Duration.ofSeconds(seconds));
  }

  @Test
  void aRestartedHostResetsTheLinksOfBefore() {
    sim.crash(b);
    near.link.write(Ends.bytes("x"));
    run(10);
    assertNull(near.reason);
    Host again = faults.restart(b, true);
    run(10);
    assertEquals(
        Reason.RESET, near.reason, "what is sent again finds a machine that knows nothing");
    assertEquals(b.listenAddress(), again.listenAddress());
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void anIdleLinkToARestartedHostIsResetWhenItIsUsed() {
    sim.crash(b);
    faults.restart(b, true);
    run(100);
    assertNull(near.reason);
    near.link.closeOutput();
    run(1);
    assertEquals(Reason.RESET, near.reason);
  }

  @Test
  void whoEndsALinkToACrashedHostFindsOut() {
    sim.crash(b);
    near.link.closeOutput();
    run(62);
    assertEquals(Reason.UNREACHABLE, near.reason);
  }

  @Test
  void aHostFindsItsFilesAgainOrNot() throws IOException {
    Path file = b.directory().resolve("file");
    Files.writeString(file, "kept");
    for (Path path : List.of(file, file.getParent())) {
      try (FileChannel channel = FileChannel.open(path)) {
        channel.force(true);
      }
    }
    sim.crash(b);
    Host again = faults.restart(b, true);
    assertEquals("kept", Files.readString(again.directory().resolve("file")));
    assertThrows(IllegalArgumentException.class, () -> faults.restart(again, true));
    sim.crash(again);
    assertFalse(Files.exists(faults.restart(again, false).directory().resolve("file")));
  }

  @Test
  void aClosedHostComesBackToo() {
    b.close();
    run(1);
    Host again = faults.restart(b, true);
    again.transport().listen(acceptor.local, SocketOptions.DEFAULT, acceptor);
    run(1);
    Recorder next = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, next);
    run(1);
    assertTrue(next.isOpen());
    assertTrue(sim.isUp(again));
    assertFalse(sim.isUp(b));
    assertEquals(2, sim.sockets(again));
  }

  @Test
  void chanceGoesOnAfterARestart() {
    long first = b.loop().random("guid").nextLong();
    sim.crash(b);
    assertNotEquals(first, faults.restart(b, true).loop().random("guid").nextLong());
  }

  @Test
  void aCutOutlivesARestart() {
    Handle cut = faults.cutOff(List.of(b), Way.BOTH);
    sim.crash(b);
    Host again = faults.restart(b, true);
    again.transport().listen(acceptor.local, SocketOptions.DEFAULT, acceptor);
    Recorder next = new Recorder();
    a.transport().connect(acceptor.local, SocketOptions.DEFAULT, next);
    run(5);
    assertFalse(next.isOpen());
    cut.close();
    cut.close();
    run(5);
    assertTrue(next.isOpen());
  }

  @Test
  void aOneWayCutLetsAPieceThroughAndNoAnswer() {
    Handle cut = faults.cutOneWay(List.of(b), List.of(a));
    near.link.write(Ends.bytes("one "));
    near.link.write(Ends.bytes("two"));
    run(30);
    assertEquals("one ", far().text());
    cut.close();
    run(40);
    assertEquals("one two", far().text());
    assertNull(near.reason);
  }

  @Test
  void aOneWayCutEndsAStreamInTheEnd() {
    faults.cutOff(List.of(b), Way.OUT);
    near.link.write(Ends.bytes("one"));
    far().link.write(Ends.bytes("other"));
    run(62);
    assertEquals(Reason.UNREACHABLE, near.reason);
    assertEquals(Reason.UNREACHABLE, far().reason);
    assertEquals("one", far().text());
    assertEquals("", near.text());
  }

  @Test
  void datagramsPassAOneWayCutInOneDirection() {
    List<String> heard = new ArrayList<>();
    var there = b.listenAddress().withPort(7);
    var here = a.listenAddress().withPort(7);
    var far = b.transport().bind(there, SocketOptions.DEFAULT, (s, from, d) -> heard.add("b"));
    var near = a.transport().bind(here, SocketOptions.DEFAULT, (s, from, d) -> heard.add("a"));
    run(1);
    Handle cut = faults.cutOff(List.of(b), Way.IN);
    near.send(there, Ends.bytes("x"));
    far.send(here, Ends.bytes("x"));
    run(1);
    assertEquals(List.of("a"), heard);
    cut.close();
    near.send(there, Ends.bytes("x"));
    run(1);
    assertEquals(List.of("a", "b"), heard);
  }

  @Test
  void aSlowHostIsLate() {
    List<Duration> times = new ArrayList<>();
    assertThrows(IllegalArgumentException.class, () -> faults.slow(b, Duration.ofMillis(-1)));
    Handle slow = faults.slow(b, Duration.ofSeconds(2));
    Duration start = sim.now();
    b.loop().schedule(1_000_000_000, () -> times.add(sim.now().minus(start)));
    near.link.write(Ends.bytes("x"));
    sim.runUntil(() -> !far().text().isEmpty(), Duration.ofSeconds(9));
    assertEquals(Duration.ofMillis(2_050), sim.now().minus(start));
    run(2);
    assertEquals(List.of(Duration.ofSeconds(3)), times);
    slow.close();
    slow.close();
    Duration later = sim.now();
    near.link.write(Ends.bytes("y"));
    sim.runUntil(() -> far().text().equals("xy"), Duration.ofSeconds(9));
    assertEquals(Duration.ofMillis(50), sim.now().minus(later));
  }

  @Test
  void aClockJumpsAndJumpsBack() {
    long wall = b.loop().wallMillis();
    long nanos = b.loop().nanoTime();
    Handle skew = faults.skew(b, Duration.ofHours(-1));
    assertEquals(wall - 3_600_000, b.loop().wallMillis());
    assertEquals(nanos, b.loop().nanoTime());
    assertEquals(wall, a.loop().wallMillis());
    sim.crash(b);
    Host again = faults.restart(b, false);
    assertEquals(wall - 3_600_000, again.loop().wallMillis(), "the machine's clock");
    skew.close();
    assertEquals(wall, again.loop().wallMillis());
  }

  @Test
  void linksAreReset() {
    faults.resetLinks(b);
    run(1);
    assertEquals(Reason.RESET, near.reason);
    assertEquals(Reason.RESET, far().reason);
  }

  @Test
  void aHalfOpenLinkIsNoticedWhenItIsUsed() {
    faults.forgetLinks(b);
    run(1_000);
    assertEquals(Reason.RESET, far().reason);
    assertNull(near.reason);
    near.link.write(Ends.bytes("x"));
    run(1);
    assertEquals(Reason.RESET, near.reason);
    assertEquals(0, sim.shards().get(0).arena.blocks());
  }

  @Test
  void aDiskFillsUpAndIsFreedAgain() throws IOException {
    Path file = b.directory().resolve("file");
    Files.writeString(file, "x");
    Handle full = faults.fillDisk(b);
    assertThrows(IOException.class, () -> Files.write(file, new byte[100_000]));
    assertThrows(IOException.class, () -> Files.write(file.resolveSibling("y"), new byte[1]));
    Files.write(a.directory().resolve("file"), new byte[100_000]);
    full.close();
    full.close();
    Files.write(file, new byte[100_000]);
    Host real = sim.newHost("c", null, Path.of("real"));
    assertThrows(IllegalArgumentException.class, () -> faults.fillDisk(real));
  }
}
