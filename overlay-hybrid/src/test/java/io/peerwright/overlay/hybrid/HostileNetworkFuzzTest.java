package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A damaged or hostile server against a client, hostile uploaders against a downloader. */
@Execution(ExecutionMode.CONCURRENT)
class HostileNetworkFuzzTest {

  private static final int INPUTS = 100_000;
  private static final byte[] CONTENT = NapsterNetwork.content(500, 3);
  private static final String FILE = "x\\rain.mp3";

  /** A message of each type that a client reads. */
  private static final Map<Integer, String> MESSAGES =
      Map.ofEntries(
          Map.entry(MessageType.SEARCH_HIT, "\"x\\rain.mp3\" 0 500 128 44100 60 bob 16777226 4"),
          Map.entry(MessageType.SEARCH_END, ""),
          Map.entry(MessageType.NOTICE, "search: no more hits are given than 100"),
          Map.entry(MessageType.RESUME_HIT, "bob 16777226 6699 \"x\\rain.mp3\" 0123 500 4"),
          Map.entry(MessageType.RESUME_END, ""),
          Map.entry(MessageType.BROWSE_HIT, "bob \"x\\rain.mp3\" 0 500 128 44100 60"),
          Map.entry(MessageType.BROWSE_END, "bob 16777226"),
          Map.entry(MessageType.DOWNLOAD_READY, "bob 16777226 6699 \"x\\rain.mp3\" 0 4"),
          Map.entry(MessageType.DOWNLOAD_ERROR, "bob \"x\\rain.mp3\""),
          Map.entry(MessageType.UPLOAD_REFUSE, "bob \"x\\rain.mp3\""),
          Map.entry(MessageType.QUEUED, "bob \"x\\rain.mp3\" 500 3"),
          Map.entry(MessageType.UPLOAD_REQUEST, "bob \"\\mine.mp3\""),
          Map.entry(MessageType.PUSH_ORDER, "bob 16777226 6699 \"\\mine.mp3\" 0 4"),
          Map.entry(MessageType.HOTLIST_OFF, "bob"),
          Map.entry(MessageType.PING, "bob"),
          Map.entry(MessageType.SERVER_PING, "hub"),
          Map.entry(MessageType.DIRECT_BROWSE, "bob 16777226 6699"),
          Map.entry(MessageType.DIRECT_BROWSE_ACCEPT, "bob 16777226 6699"),
          Map.entry(MessageType.DIRECT_BROWSE_ERROR, "bob \"no\""),
          Map.entry(MessageType.STATS, "1 2 3"),
          Map.entry(MessageType.MESSAGE_OF_THE_DAY, "hello"));

  private final SplittableRandom random = new SplittableRandom(11);
  private NapsterNetwork napster;
  private FalseServer server;
  private int conversations;

  @BeforeEach
  void setUp() {
    napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison());
    Host liar = napster.simulation.newHost("liar", null, null);
    Endpoint uploader = liar.listenAddress().withPort(6699);
    server = new FalseServer(napster.simulation.newHost("false", null, null), uploader);
    liar.transport().listen(uploader, SocketOptions.DEFAULT, accepted -> new Liar());
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void noMessageOfAServerHarmsAClient() {
    NapsterNetwork.Peer client = client();
    client.share("mine.mp3", CONTENT);
    Hit hit = hit("bob");
    List<Integer> types = MESSAGES.keySet().stream().sorted().toList();
    for (int i = 0; i < INPUTS; i += 500) {
      client.as(KeywordSearch.class).search(Query.parse("rain"), found -> {}, ended -> {});
      client.as(Browse.class).browse("bob", found -> {}, ended -> {});
      Download download = client.fetch(List.of(hit), "f" + i + ".mp3");
      napster.simulation.runFor(Duration.ofMillis(100));
      for (int j = 0; j < 500; j++) {
        int type =
            random.nextInt(20) == 0
                ? random.nextInt(65_536)
                : types.get(random.nextInt(types.size()));
        if (type != MessageType.REDIRECT && type != MessageType.CYCLE) {
          server.send(
              type,
              mutated(
                  MESSAGES.getOrDefault(type, "bob 1 2 3").getBytes(StandardCharsets.ISO_8859_1)));
        }
      }
      napster.simulation.runFor(Duration.ofMillis(400));
      download.close();
    }
    assertEquals(List.of(), napster.errors);
    assertTrue(client.meter("messages.malformed") > INPUTS / 10, "the damage was read");
    assertEquals(0, client.meter("downloads.active.now"));
    assertEquals(1, client.meter("logins"), "the line has held");
    assertStillWorks(client);
  }

  /** What was left of the questions is answered, and then a new one is, rightly. */
  private void assertStillWorks(NapsterNetwork.Peer client) {
    for (int i = 0; i < INPUTS / 500 + 1; i++) {
      server.send(MessageType.SEARCH_END, new byte[0]);
    }
    napster.settle();
    List<Hit> hits = new ArrayList<>();
    List<Reason> ended = new ArrayList<>();
    client.as(KeywordSearch.class).search(Query.parse("rain"), hits::add, ended::add);
    napster.settle();
    server.send(
        MessageType.SEARCH_HIT,
        MESSAGES.get(MessageType.SEARCH_HIT).getBytes(StandardCharsets.ISO_8859_1));
    server.send(MessageType.SEARCH_END, new byte[0]);
    napster.settle();
    assertEquals(List.of(Reason.ENDED), ended);
    assertEquals(
        List.of("x/rain.mp3 500 bob"), hits.stream().map(HostileNetworkFuzzTest::text).toList());
  }

  private static String text(Hit hit) {
    return hit.name() + " " + hit.sizeBytes().orElseThrow() + " " + hit.peer();
  }

  @Test
  void noUploaderHarmsADownloader() throws IOException {
    NapsterNetwork.Peer client = client();
    int sockets = napster.simulation.sockets(client.host());
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      hits.add(hit("liar" + i));
    }
    int complete = 0;
    int failed = 0;
    while (conversations < INPUTS) {
      Download download = client.fetch(hits, "a.mp3");
      assertTrue(
          napster.simulation.runUntil(
              download.done().toCompletableFuture()::isDone, Duration.ofDays(2)),
          download::detail);
      if (download.state() == Download.State.COMPLETE) {
        complete++;
        assertArrayEquals(CONTENT, Files.readAllBytes(client.target("a.mp3")));
        napster.delete(client.target("a.mp3"));
      } else {
        failed++;
      }
    }
    napster.simulation.runFor(Duration.ofMinutes(2));
    assertEquals(List.of(), napster.errors);
    assertEquals(sockets, napster.simulation.sockets(client.host()), "all links are closed");
    assertTrue(complete > 10, complete + " complete, " + failed + " failed");
  }

  private NapsterNetwork.Peer client() {
    return napster.peer(napster.user("client").withServers(List.of(server.address().toString())));
  }

  private static Hit hit(String nick) {
    return new Hit(
        "hybrid",
        nick,
        "x/rain.mp3",
        OptionalLong.of(CONTENT.length),
        null,
        Digests.of(CONTENT, List.of(Digests.SHA1)),
        Map.of("hybrid.name", FILE));
  }

  /** Some bytes changed, left out, or put in. */
  private byte[] mutated(byte[] good) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rate = random.nextInt(1, 60);
    for (byte b : good) {
      switch (random.nextInt(rate + 3)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.write(" \"0129\\".charAt(random.nextInt(7)));
        case 2 -> {
          out.write(b);
          for (int n = random.nextInt(3); n > 0; n--) {
            out.write(random.nextInt(256));
          }
        }
        default -> out.write(b);
      }
    }
    byte[] bytes = out.toByteArray();
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
        : bytes;
  }

  /** Says what an uploader says, damaged, and ends in some way. */
  private final class Liar implements LinkHandler {

    private boolean asked;

    @Override
    public void onOpen(Link link) {
      conversations++;
      link.request(Link.UNLIMITED);
      link.write(
          ByteBuffer.wrap(random.nextInt(50) == 0 ? mutated(new byte[] {'1'}) : new byte[] {'1'}));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (asked) {
        return;
      }
      asked = true;
      byte[] whole = new byte[3 + CONTENT.length];
      System.arraycopy("500".getBytes(StandardCharsets.US_ASCII), 0, whole, 0, 3);
      System.arraycopy(CONTENT, 0, whole, 3, CONTENT.length);
      byte[] answer =
          switch (random.nextInt(100)) {
            case 0 -> whole;
            case 1 -> "FILE NOT SHARED".getBytes(StandardCharsets.US_ASCII);
            default -> mutated(whole);
          };
      link.write(ByteBuffer.wrap(answer));
      if (random.nextInt(10) == 0) {
        link.abort(Reason.RESET);
      } else if (random.nextInt(20) > 0) {
        link.closeOutput();
      }
    }

    @Override
    public void onInputClosed(Link link) {
      link.close();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
