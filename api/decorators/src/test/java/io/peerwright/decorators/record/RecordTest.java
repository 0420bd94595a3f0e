package io.peerwright.decorators.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.decorators.Sink;
import io.peerwright.decorators.Source;
import io.peerwright.decorators.Tool;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.kit.record.Recording;
import io.peerwright.kit.record.RecordingTransport;
import io.peerwright.kit.record.Replay;
import io.peerwright.kit.record.TrafficLog;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings to files: what is in them, and what others and we ourselves read from them. */
class RecordTest {

  private static final Endpoint SINK = Endpoint.parse("10.0.0.1:7");
  private static final Endpoint ECHO = Endpoint.parse("10.0.0.2:7");
  private static final int BYTES = 200_000;

  @TempDir Path folder;

  private static Simulation open(InMemoryConfig config) {
    NetworkModel near = NetworkModel.DEFAULT.withLatencyMicros(1_000, 1_000);
    return Simulation.create(config.withPoison().withNetwork(near)).strict();
  }

  private Path file() {
    return folder.resolve("traffic.pcapng");
  }

  private Host recorded(Simulation simulation, String name, Recording twin) {
    Host plain = simulation.newHost(name, null, null);
    Transport lower = new RecordingTransport(plain.transport(), plain.loop(), twin);
    Host once = new DecoratedHost(plain, lower);
    RecordConfig config = RecordConfig.DEFAULT.withFile(file());
    return new DecoratedHost(once, new RecordDecorator().decorate(once, config).transport());
  }

  /** Sends back what comes, and ends when the other side does. */
  private static final class Echo implements LinkHandler {
    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      link.write(data);
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static void listenForEcho(Host host) {
    host.transport()
        .listen(host.listenAddress().withPort(7), SocketOptions.DEFAULT, link -> new Echo());
  }

  /** Links out and in, ended in all ways, and datagrams, IPv4 and IPv6; what memory has of it. */
  private Recording converse() {
    Recording twin = new Recording();
    try (Simulation simulation = open(InMemoryConfig.DEFAULT)) {
      Host other = simulation.newHost("other", null, null);
      Sink.at(other, SINK);
      Sink.at(other, Endpoint.parse("[fd00::1]:7"));
      other
          .transport()
          .bind(
              SINK,
              SocketOptions.DEFAULT,
              (socket, from, data) -> socket.send(from, ByteBuffer.wrap(new byte[] {1, 2, 3})));
      Host host = recorded(simulation, "recorded", twin);
      listenForEcho(host);
      host.transport().connect(SINK, SocketOptions.DEFAULT, new Source(BYTES));
      host.transport()
          .connect(Endpoint.parse("[fd00::1]:7"), SocketOptions.DEFAULT, new Source(101));
      simulation.runFor(Duration.ofMillis(100));
      other.transport().connect(ECHO, SocketOptions.DEFAULT, new Source(1_001));
      simulation.runFor(Duration.ofMillis(100));
      Link aborted = host.transport().connect(SINK, SocketOptions.DEFAULT, new Echo());
      Link reset = other.transport().connect(ECHO, SocketOptions.DEFAULT, new Echo());
      Link closed = host.transport().connect(SINK, SocketOptions.DEFAULT, new Echo());
      simulation.runFor(Duration.ofMillis(100));
      reset.write(ByteBuffer.wrap(new byte[] {7}));
      simulation.runFor(Duration.ofMillis(10));
      aborted.abort(Reason.LIMIT);
      reset.abort(Reason.LIMIT);
      closed.write(ByteBuffer.wrap(new byte[] {8}));
      closed.close();
      var socket =
          host.transport()
              .bind(Endpoint.parse("0.0.0.0:4000"), SocketOptions.DEFAULT, (s, from, data) -> {});
      simulation.runFor(Duration.ofMillis(10));
      socket.send(SINK, ByteBuffer.wrap(new byte[] {4, 5, 6, 7, 8}));
      simulation.runFor(Duration.ofSeconds(10));
    }
    return twin;
  }

  @Test
  void memoryAndFileAgree() throws IOException {
    Recording memory = converse();
    Recording read = new Recording();
    PcapngReader.read(file(), read);
    assertEquals(6, memory.links());
    assertEquals(memory.links(), read.links());
    for (int link = 0; link < memory.links(); link++) {
      assertEquals(memory.local(link), read.local(link));
      assertEquals(memory.remote(link), read.remote(link));
    }
    assertEquals(describe(memory), describe(read));
  }

  private static List<String> describe(Recording recording) {
    List<String> lines = new ArrayList<>();
    for (Recording.Event event : recording.events()) {
      lines.add(
          "%d %d %s %d %d"
              .formatted(
                  event.nanos(),
                  event.link(),
                  event.kind(),
                  event.bytes().length,
                  Arrays.hashCode(event.bytes())));
    }
    return lines;
  }

  @Test
  void datagramsAndReasonsAreReadBack() throws IOException {
    converse();
    List<String> told = new ArrayList<>();
    PcapngReader.read(
        file(),
        new TrafficLog() {
          @Override
          public void opened(
              long nanos, int link, boolean accepted, Endpoint local, Endpoint remote) {}

          @Override
          public void passed(long nanos, int link, boolean in, ByteBuffer bytes) {}

          @Override
          public void ended(long nanos, int link, boolean in) {}

          @Override
          public void closed(long nanos, int link, Reason reason) {
            told.add(reason.toString());
          }

          @Override
          public void datagram(
              long nanos, boolean in, Endpoint local, Endpoint remote, ByteBuffer payload) {
            told.add((in ? "in " : "out ") + local + " " + remote + " " + payload.remaining());
          }
        });
    assertEquals(
        List.of(
            "CANCELLED",
            "ENDED",
            "ENDED",
            "ENDED",
            "LIMIT",
            "RESET",
            "in 10.0.0.2:4000 10.0.0.1:7 3",
            "out 10.0.0.2:4000 10.0.0.1:7 5"),
        told.stream().sorted().toList());
  }

  /** Each block has its length at both ends; each packet adds up. */
  @Test
  void blocksAndChecksumsAreCorrect() throws IOException {
    converse();
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(file()));
    int packets = 0;
    while (file.hasRemaining()) {
      int start = file.position();
      int type = file.getInt();
      int length = file.getInt();
      assertEquals(0, length % 4);
      assertEquals(length, file.getInt(start + length - 4));
      if (type == Pcapng.ENHANCED_PACKET) {
        int size = file.getInt(start + 20);
        assertEquals(size, file.getInt(start + 24));
        checkPacket(file.slice(start + 28, size));
        packets++;
      }
      file.position(start + length);
    }
    assertTrue(packets > 30, "only " + packets + " packets");
  }

  private static void checkPacket(ByteBuffer packet) {
    boolean ipv4 = packet.get(0) >>> 4 == 4;
    int header = ipv4 ? 20 : 40;
    if (ipv4) {
      assertEquals(0xffff, sum(packet, 0, 20, 0));
      assertEquals(packet.capacity(), packet.getShort(2) & 0xffff);
    } else {
      assertEquals(packet.capacity() - header, packet.getShort(4) & 0xffff);
    }
    int protocol = packet.get(ipv4 ? 9 : 6);
    int length = packet.capacity() - header;
    assertEquals(0xffff, sum(packet, ipv4 ? 12 : 8, packet.capacity(), protocol + length));
  }

  private static int sum(ByteBuffer bytes, int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i++) {
      sum += (bytes.get(i) & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  @Test
  void wiresharkSeesNothingWrong() throws Exception {
    Tool.assumeInstalled("tshark");
    converse();
    List<Object> command = new ArrayList<>(List.of("tshark", "-n", "-r", file()));
    for (String protocol : List.of("ip", "tcp", "udp")) {
      command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
    }
    String all = Tool.run(command.toArray());
    assertTrue(all.lines().count() > 30, all);
    // Notes and below are remarks, such as that a connection begins; a reset is a warning.
    command.addAll(List.of("-Y", "_ws.expert.severity >= 0x600000 && !tcp.connection.rst"));
    assertEquals("", Tool.run(command.toArray()));
    command.set(command.size() - 1, "tcp.analysis.flags && !tcp.analysis.initial_rtt");
    assertEquals("", Tool.run(command.toArray()));
  }

  @Test
  void wiresharkFollowsAStream() throws Exception {
    Tool.assumeInstalled("tshark");
    converse();
    String followed = Tool.run("tshark", "-n", "-q", "-r", file(), "-z", "follow,tcp,raw,0");
    StringBuilder hex = new StringBuilder();
    followed.lines().filter(line -> line.matches("[0-9a-f]+")).forEach(hex::append);
    assertEquals(HexFormat.of().formatHex(Source.bytes(BYTES)), hex.toString());
  }

  @Test
  void aFileReplaysWithoutADifference() throws IOException {
    converseWithEcho();
    Recording recording = new Recording();
    PcapngReader.read(file(), recording);
    try (Simulation simulation = open(InMemoryConfig.DEFAULT)) {
      Host driver = simulation.newHost("driver", null, null);
      listenForEcho(simulation.newHost("echo", null, null));
      Replay replay = Replay.start(driver, ECHO, recording);
      assertTrue(simulation.runUntil(replay::isDone, Duration.ofMinutes(1)));
      assertEquals(0, replay.differingBytes());
      assertEquals(1_500, replay.sameBytes());
    }
  }

  private void converseWithEcho() {
    try (Simulation simulation = open(InMemoryConfig.DEFAULT)) {
      Host caller = simulation.newHost("caller", null, null);
      listenForEcho(recorded(simulation, "echo", new Recording()));
      caller.transport().connect(ECHO, SocketOptions.DEFAULT, new Source(1_000));
      caller.transport().connect(ECHO, SocketOptions.DEFAULT, new Source(500));
      simulation.runFor(Duration.ofSeconds(10));
    }
  }

  /** A full disk must not cost the conversation anything. */
  @Test
  void aFullDiskEndsTheRecordingOnly() throws IOException {
    try (Simulation simulation = open(InMemoryConfig.DEFAULT.withDiskBytes(1 << 16))) {
      Host plain = simulation.newHost("sink", null, null);
      Transport transport = new RecordDecorator().decorate(plain, RecordConfig.DEFAULT).transport();
      Sink sink = Sink.at(new DecoratedHost(plain, transport), SINK);
      Host other = simulation.newHost("other", null, null);
      other.transport().connect(SINK, SocketOptions.DEFAULT, new Source(BYTES));
      simulation.runFor(Duration.ofSeconds(10));
      assertEquals(BYTES, sink.streams().get(0).bytes);
      assertEquals(Reason.ENDED, sink.streams().get(0).closed);
      assertTrue(Files.size(plain.directory().resolve("sink.pcapng")) <= 1 << 16);
    }
  }

  @Test
  void aFileGrowsNoLargerThanAllowed() throws IOException {
    try (Simulation simulation = open(InMemoryConfig.DEFAULT)) {
      Host plain = simulation.newHost("sink", null, null);
      RecordConfig config = RecordConfig.DEFAULT.withMaxFileBytes(10_000);
      Transport transport = new RecordDecorator().decorate(plain, config).transport();
      Sink sink = Sink.at(new DecoratedHost(plain, transport), SINK);
      Host other = simulation.newHost("other", null, null);
      other.transport().connect(SINK, SocketOptions.DEFAULT, new Source(BYTES));
      simulation.runFor(Duration.ofSeconds(10));
      assertEquals(BYTES, sink.streams().get(0).bytes);
      Path file = plain.directory().resolve("sink.pcapng");
      assertTrue(Files.size(file) > 8_000 && Files.size(file) <= 10_000);
      Recording read = new Recording();
      PcapngReader.read(file, read);
      assertEquals(1, read.links());
    }
  }

  @Test
  void aFileThatWasCutShortIsReadUpToThere() throws IOException {
    Recording memory = converse();
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length - 1_999));
    Recording read = new Recording();
    PcapngReader.read(file(), read);
    List<String> expected = describe(memory).subList(0, read.events().size());
    assertEquals(expected, describe(read));
    assertTrue(read.events().size() > 10);
  }

  @Test
  void aBlockOfTwoLengthsIsRefused() throws IOException {
    converse();
    byte[] whole = Files.readAllBytes(file());
    ByteBuffer file = ByteBuffer.wrap(whole);
    for (int start = 0, block = 0; block < 40; block++) {
      int length = file.getInt(start + 4);
      for (int at : new int[] {start + 4, start + length - 4}) {
        byte[] damaged = whole.clone();
        damaged[at + 3] ^= 4;
        Files.write(file(), damaged);
        assertThrows(IOException.class, () -> PcapngReader.read(file(), new Recording()));
      }
      start += length;
    }
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    converse();
    byte[] whole = Files.readAllBytes(file());
    Files.writeString(file(), "GET / HTTP/1.1\r\n\r\n");
    assertThrows(IOException.class, () -> PcapngReader.read(file(), new Recording()));
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = Arrays.copyOf(whole, 6_000);
      for (int i = 0; i < 5; i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file(), damaged);
      try {
        PcapngReader.read(file(), new Recording());
      } catch (IOException expected) {
        assertFalse(String.valueOf(expected.getMessage()).isEmpty());
        refused++;
      }
    }
    // Most of the bytes are payload, of which nothing is known.
    assertTrue(refused > 100, "only " + refused);
  }
}
