package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers with parts of a file that is still being fetched. */
class HeldPartsTest {

  private static final Endpoint SERVER = Endpoint.parse("10.78.0.1:80");
  private static final int SIZE = 1 << 20;

  private final Simulation simulation =
      Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final Host host = simulation.newHost("server", SERVER.withPort(0), null);
  private final Ranges verified = new Ranges();
  private final List<Boolean> ends = new ArrayList<>();
  private final byte[] content = new byte[SIZE];
  private Path file;
  private boolean unchanged = true;
  private int asked;

  private final class Held implements HeldParts {
    @Override
    public Path file() {
      return file;
    }

    @Override
    public long size() {
      return SIZE;
    }

    @Override
    public Ranges verified() {
      return new Ranges(verified);
    }

    @Override
    public boolean isUnchanged() {
      return unchanged;
    }
  }

  @BeforeEach
  void setUp() throws IOException {
    new Random(7).nextBytes(content);
    file = Files.createDirectories(host.directory()).resolve("a.part");
    Files.write(file, content);
    FileHandler files = new FileHandler(host.loop());
    FilePart.Listener listener =
        new FilePart.Listener() {
          @Override
          public void onSent(int bytes) {}

          @Override
          public void onOver(boolean isComplete) {
            ends.add(isComplete);
          }
        };
    HttpServer server =
        new HttpServer(
            host.loop(),
            new HttpServer.Limits(100, 100, 2000, 1024, 10_000_000_000L),
            new MemoryBudget(1 << 24),
            (request, exchange) ->
                files.serve(new Held(), request, HttpFields.NONE, exchange, null, listener));
    host.transport().listen(SERVER, SocketOptions.DEFAULT, server);
    run(1_000);
    verified.add(100_000, 300_000);
    verified.add(500_000, 600_000);
  }

  @AfterEach
  void tearDown() {
    simulation.close();
  }

  private void run(int millis) {
    simulation.runFor(Duration.ofMillis(millis));
  }

  private String ask(String range) {
    RawClient client =
        new RawClient(simulation.newHost("asker" + asked++, null, null), SERVER, Link.UNLIMITED);
    client.send("GET /a HTTP/1.1\r\nHost: a\r\n" + range + "\r\n");
    run(5_000);
    return client.received.toString();
  }

  private String part(int from, int end) {
    return new String(content, from, end - from, ISO_8859_1);
  }

  private static void assertAnswer(String status, String field, String body, String answer) {
    int end = answer.indexOf("\r\n\r\n") + 4;
    String head = answer.substring(0, end);
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    assertTrue(head.contains("\r\n" + field + "\r\n"), head);
    assertEquals(body.length(), answer.length() - end);
    assertTrue(answer.endsWith(body), "other bytes");
  }

  @Test
  void whatIsHereOfARangeIsSent() {
    assertAnswer(
        "206",
        "Content-Range: bytes 150000-159999/" + SIZE,
        part(150_000, 160_000),
        ask("Range: bytes=150000-159999\r\n"));
    assertAnswer(
        "206",
        "Content-Range: bytes 250000-299999/" + SIZE,
        part(250_000, 300_000),
        ask("Range: bytes=250000-\r\n"));
    assertEquals(List.of(true, true), ends);
  }

  @Test
  void whatIsNotHereIsNot() {
    String words = "that part is not here yet\n";
    String field = "Content-Range: bytes */" + SIZE;
    assertAnswer("416", field, words, ask("Range: bytes=0-9\r\n"));
    assertAnswer("416", field, words, ask("Range: bytes=300000-\r\n"));
    assertAnswer("416", field, words, ask("Range: bytes=-10\r\n"));
    assertAnswer("416", field, words, ask("Range: bytes=" + SIZE + "-\r\n"));
    assertAnswer("416", field, words, ask(""));
    verified.add(0, 10);
    assertAnswer("416", field, words, ask(""));
    assertEquals(List.of(false, false, false, false, false, false), ends);
  }

  @Test
  void allIsSentWithoutARangeOnceItIsHere() {
    verified.add(0, SIZE);
    assertAnswer("200", "Accept-Ranges: bytes", part(0, SIZE), ask(""));
    unchanged = false;
    assertTrue(ask("").startsWith("HTTP/1.1 404 "));
  }

  /** Writing elsewhere in the file does not matter; what is given up while it is sent is not. */
  @Test
  void whatIsGivenUpMeanwhileIsSentNoFurther() throws IOException {
    RawClient client = new RawClient(simulation.newHost("b", null, null), SERVER, 50_000);
    client.send("GET /a HTTP/1.1\r\nHost: a\r\nRange: bytes=500000-\r\n\r\n");
    RawClient other = new RawClient(simulation.newHost("c", null, null), SERVER, 50_000);
    verified.add(600_000, SIZE);
    other.send("GET /a HTTP/1.1\r\nHost: a\r\nRange: bytes=500000-\r\n\r\n");
    run(1_000);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[100]), 0);
    }
    client.link.request(200_000);
    run(1_000);
    assertNull(client.closed);
    verified.remove(900_000, 900_001);
    other.link.request(Link.UNLIMITED);
    run(1_000);
    assertTrue(other.closed != null);
    assertTrue(other.received.length() < 420_000, () -> other.received.length() + " bytes");
  }
}
