package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.kit.upload.FileSender;
import io.peerwright.kit.upload.UploadRates;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that come from files, to clients that read, do not read, or go away. */
class FileAnswerTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final int SIZE = 4 << 20;
  private static final int CONNECTION_BYTES = 4096 + FileSender.MOST_HELD_BYTES + 1024;

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("server", SERVER.withPort(0), null);
  private final byte[] content = new byte[SIZE];
  private final List<Boolean> ends = new ArrayList<>();
  private Path file;
  private HttpServer server;
  private long sent;
  private @Nullable UploadRates rates;

  @BeforeEach
  void setUp() throws IOException {
    new Random(7).nextBytes(content);
    file = Files.createDirectories(host.directory()).resolve("a");
    Files.write(file, content);
    serve(1 << 24);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  private void serve(long memoryBytes) {
    HttpServer.Limits limits = new HttpServer.Limits(100, 100, 2000, 1024, 10_000_000_000L);
    server = new HttpServer(host.loop(), limits, new MemoryBudget(memoryBytes), this::answer);
    host.transport().listen(SERVER, SocketOptions.DEFAULT, server);
    run(1);
  }

  /** {@code /FROM-END} is that part of the file. */
  private void answer(HttpRequest request, HttpExchange exchange) {
    String[] ends = request.path().substring(1).split("-", -1);
    long from = Long.parseLong(ends[0]);
    long end = Long.parseLong(ends[1]);
    exchange.reply(200, HttpFields.NONE, new FilePart(file, from, end, rates, new Listener()));
  }

  private final class Listener implements FilePart.Listener {
    @Override
    public void onSent(int bytes) {
      sent += bytes;
    }

    @Override
    public void onOver(boolean isComplete) {
      ends.add(isComplete);
    }
  }

  private void run(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds));
  }

  private RawClient client(String name, int credit) {
    return new RawClient(simulation.newHost(name, null, null), SERVER, credit);
  }

  /** Not by its bytes: a difference would fill the report with them. */
  private static void assertBodies(List<String> expected, RawClient client) {
    List<String> got = client.bodies();
    assertEquals(
        expected.stream().map(String::length).toList(), got.stream().map(String::length).toList());
    assertTrue(expected.equals(got), "other bytes");
  }

  private String part(int from, int end) {
    return new String(content, from, end - from, ISO_8859_1);
  }

  @Test
  void aLongPartTakesNoMoreMemoryThanTwoBlocks() {
    Host reader = simulation.newHost("reader", null, null);
    simulation.setModel(reader, NetworkModel.DEFAULT.withBandwidth(5 << 20, 5 << 20));
    RawClient client = new RawClient(reader, SERVER, Link.UNLIMITED);
    client.send("GET /1-" + SIZE + " HTTP/1.1\r\n\r\n");
    long most = 0;
    for (int i = 0; i < 400; i++) {
      simulation.runFor(Duration.ofMillis(50));
      most = Math.max(most, server.memoryBytes());
    }
    assertBodies(List.of(part(1, SIZE)), client);
    assertTrue(most > FileSender.MOST_HELD_BYTES && most <= CONNECTION_BYTES, "held " + most);
    assertEquals(List.of(true), ends);
    assertEquals(SIZE - 1, sent);
  }

  @Test
  void requestsBehindAFileAreAnsweredInTheirOrder() {
    RawClient client = client("reader", Link.UNLIMITED);
    client.send("GET /0-300000 HTTP/1.1\r\n\r\nHEAD /5-7 HTTP/1.1\r\n\r\n");
    client.send("GET /9-9 HTTP/1.1\r\n\r\nGET /7-10 HTTP/1.1\r\nConnection: close\r\n\r\n");
    run(3);
    assertBodies(List.of(part(0, 300_000), "", "", part(7, 10)), client);
    assertEquals(Reason.ENDED, client.closed);
    assertEquals(List.of(true, false, true, true), ends);
    assertTrue(client.received.indexOf("Content-Length: 2\r\n") > 0);
    assertEquals(0, server.memoryBytes());
  }

  @Test
  void whoNeverReadsIsCutOffAndWhoReadsSlowlyIsNot() {
    RawClient deaf = client("deaf", 100);
    deaf.send("GET /0-1000000 HTTP/1.1\r\n\r\n");
    RawClient slow = client("slow", 100);
    slow.send("GET /0-1000000 HTTP/1.1\r\n\r\n");
    for (int i = 0; i < 100; i++) {
      run(1);
      slow.link.request(2048);
    }
    assertEquals(Reason.RESET, deaf.closed);
    assertNull(slow.closed);
    assertEquals(List.of(false), ends);
    assertEquals(1, server.connections());
    run(100);
    assertEquals(Reason.RESET, slow.closed);
    assertEquals(List.of(false, false), ends);
    assertEquals(0, server.memoryBytes());
  }

  @Test
  void whoWaitsForOurRatesIsNotCutOff() {
    rates = new UploadRates(host.loop(), 0, 500);
    RawClient client = client("reader", Link.UNLIMITED);
    client.send("GET /0-200000 HTTP/1.1\r\n\r\n");
    run(420);
    assertBodies(List.of(part(0, 200_000)), client);
    assertEquals(List.of(true), ends);
  }

  @Test
  void aFileThatShrinksEndsTheConnection() throws IOException {
    RawClient client = client("reader", 100);
    client.send("GET /0-1000000 HTTP/1.1\r\n\r\nGET /0-10 HTTP/1.1\r\n\r\n");
    run(1);
    assertNull(client.closed);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(1000);
    }
    client.link.request(Link.UNLIMITED);
    run(1);
    assertEquals(Reason.RESET, client.closed);
    assertEquals(List.of(false), ends);
    assertFalse(client.received.indexOf("200 OK", 20) > 0, "the next request was answered");
    assertEquals(0, server.memoryBytes());
  }

  @Test
  void aFileThatIsGoneEndsTheConnection() throws IOException {
    Files.delete(file);
    RawClient client = client("reader", Link.UNLIMITED);
    client.send("GET /0-1000 HTTP/1.1\r\n\r\n");
    run(1);
    assertEquals(Reason.RESET, client.closed);
    assertEquals(List.of(false), ends);
  }

  @Test
  void whoGoesAwayIsTold() {
    RawClient client = client("reader", 100);
    client.send("GET /0-1000000 HTTP/1.1\r\n\r\n");
    run(1);
    client.link.abort(Reason.CANCELLED);
    run(1);
    assertEquals(List.of(false), ends);
    assertEquals(0, server.memoryBytes());
  }

  /** Each that does not read holds two blocks; one that reads is served all the same. */
  @Test
  void deafReadersTakeNoMoreThanThereIs() {
    server.closeConnections();
    HttpServer.Limits limits = new HttpServer.Limits(100, 100, 2000, 1024, 10_000_000_000L);
    HttpServer small =
        new HttpServer(host.loop(), limits, new MemoryBudget(2_000_000), this::answer);
    Endpoint at = SERVER.withPort(81);
    host.transport().listen(at, SocketOptions.DEFAULT, small);
    run(1);
    Host greedy = simulation.newHost("greedy", null, null);
    List<RawClient> deaf = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawClient client = new RawClient(greedy, at, 100);
      client.send("GET /0-1000000 HTTP/1.1\r\n\r\n");
      deaf.add(client);
      simulation.runFor(Duration.ofMillis(50));
      assertTrue(small.memoryBytes() <= 2_000_000);
    }
    RawClient honest = new RawClient(simulation.newHost("honest", null, null), at, Link.UNLIMITED);
    honest.send("GET /0-1000000 HTTP/1.1\r\n\r\n");
    run(6);
    assertBodies(List.of(part(0, 1_000_000)), honest);
    assertEquals(14, deaf.stream().filter(each -> each.closed == Reason.RESET).count());
  }
}
