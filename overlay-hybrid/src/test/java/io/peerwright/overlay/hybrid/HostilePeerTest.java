package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers at the data port, and uploaders that do not keep to the protocol. */
class HostilePeerTest {

  private NapsterNetwork napster;
  private NapsterNetwork.Peer sharer;
  private Host stranger;

  @BeforeEach
  void setUp() {
    napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison());
    sharer = napster.peer("sharer");
    sharer.share("a/rain.mp3", NapsterNetwork.content(100_000, 1));
    stranger = napster.simulation.newHost("stranger", null, null);
    napster.settle();
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void onlyWhoWasAnnouncedIsServed() {
    assertEquals("1INVALID REQUEST", talk("GETloader \"a\\rain.mp3\" 0").text());
    assertEquals("1FILE NOT SHARED", talk("GETloader \"a\\sun.mp3\" 0").text());
    assertEquals("1FILE NOT SHARED", talk("GETloader \"..\\..\\etc\\passwd\" 0").text());
    assertEquals("1INVALID REQUEST", talk("SENDloader \"a\\rain.mp3\" 100000").text());
    assertEquals(0, sharer.meter("bytes.sent"));
  }

  @Test
  void garbageIsRefused() {
    assertEquals("1INVALID REQUEST", talk("GET / HTTP/1.1\r\n\r\n").text());
    assertEquals("1INVALID REQUEST", talk("\u0016\u0003\u0001").text());
    assertEquals("1INVALID REQUEST", talk("GETa \"" + "x".repeat(5000)).text());
  }

  @Test
  void whoSaysNothingIsCutOff() {
    Talk talk = new Talk("");
    connect(talk, sharer.overlay().endpoints().get(0));
    napster.simulation.runFor(Duration.ofSeconds(19));
    assertEquals(null, talk.closed);
    napster.simulation.runFor(Duration.ofSeconds(3));
    assertEquals(Reason.RESET, talk.closed);
  }

  /** The last eight; who fetches from the same address comes after those who say nothing. */
  @Test
  void anAddressHoldsEightSilentLinks() {
    List<Talk> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(new Talk("GE"));
      connect(silent.get(i), sharer.overlay().endpoints().get(0));
      napster.simulation.runFor(Duration.ofMillis(200));
    }
    List<Integer> open =
        IntStream.range(0, 20).filter(i -> silent.get(i).closed == null).boxed().toList();
    assertEquals(List.of(12, 13, 14, 15, 16, 17, 18, 19), open);
    assertEquals("1", silent.get(19).text());
  }

  /** They hold all places of the data port, from eight addresses that each hold what one may. */
  @Test
  void silentStrangersOfManyAddressesDoNotStopAnUpload() {
    for (int host = 0; host < 20; host++) {
      stranger = napster.simulation.newHost("stranger" + host, null, null);
      for (int i = 0; i < 8; i++) {
        connect(new Talk("GE"), sharer.overlay().endpoints().get(0));
      }
    }
    napster.settle();
    NapsterNetwork.Peer loader = napster.peer("loader");
    Download download = loader.fetch(loader.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
  }

  @Test
  void manySilentStrangersDoNotStopAnUpload() {
    for (int i = 0; i < 200; i++) {
      connect(new Talk("GE"), sharer.overlay().endpoints().get(0));
    }
    napster.simulation.runFor(Duration.ofSeconds(5));
    NapsterNetwork.Peer loader = napster.peer("loader");
    Download download = loader.fetch(loader.search("rain"), "rain.mp3");
    assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
  }

  @Test
  void oneSilentStrangerDoesNotTakeAllConnections() {
    NapsterNetwork.Peer loader = napster.peer(napster.user("loader").withFirewalled(true));
    List<Hit> hits = loader.search("rain");
    for (int i = 0; i < 200; i++) {
      connect(new Talk("GE"), sharer.overlay().endpoints().get(0));
    }
    napster.settle();
    Download download = loader.fetch(hits, "rain.mp3");
    napster.simulation.runFor(Duration.ofSeconds(3));
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
  }

  @Test
  void noMutationOfARequestHarms() {
    Random random = new Random(5);
    byte[] good = "GETloader \"a\\rain.mp3\" 12".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      connect(
          new Talk(new String(bytes, StandardCharsets.ISO_8859_1)),
          sharer.overlay().endpoints().get(0));
      napster.simulation.runFor(Duration.ofSeconds(2));
    }
    assertEquals(List.of(), napster.errors);
    assertEquals(0, sharer.meter("bytes.sent"));
  }

  @Test
  void anUploaderThatBreaksTheProtocolCostsItselfOnly() {
    String[] answers = {"0", "1", "1999", "1FILE NOT SHARED", "1INVALID REQUEST", "1100000short"};
    for (int i = 0; i < answers.length; i++) {
      Host liar = napster.simulation.newHost("liar" + i, null, null);
      String answer = answers[i];
      Endpoint port = liar.listenAddress().withPort(6699);
      liar.transport()
          .listen(
              port,
              SocketOptions.DEFAULT,
              new LinkAcceptor() {
                @Override
                public LinkHandler onAccept(Link link) {
                  return new Talk(answer);
                }
              });
      NapsterNetwork.Peer loader = napster.peer("loader" + i);
      FalseSharer.join(napster, liar, "false" + i, port, "b\\lie number" + i + ".mp3", 100_000);
      napster.settle();
      Download download = loader.fetch(loader.search("lie number" + i), "x.mp3");
      napster.simulation.runFor(Duration.ofHours(1));
      assertEquals(Download.State.FAILED, download.state(), answer + ": " + download.detail());
      assertFalse(Files.exists(loader.target("x.mp3")));
    }
  }

  @Test
  void anUploaderThatPushesMoreThanThereIsIsDropped() {
    Host liar = napster.simulation.newHost("liar", null, null);
    Endpoint noPort = liar.listenAddress().withPort(0);
    FalseSharer.join(napster, liar, "pusher", noPort, "b\\lie.mp3", 1_000);
    NapsterNetwork.Peer loader = napster.peer("loader");
    Download download = loader.fetch(loader.search("lie"), "x.mp3");
    napster.settle();
    Talk talk = new Talk("SENDpusher \"b\\lie.mp3\" 1000");
    Link link =
        liar.transport().connect(loader.overlay().endpoints().get(0), SocketOptions.DEFAULT, talk);
    assertTrue(napster.simulation.runUntil(() -> talk.text().equals("10"), NapsterNetwork.LONG));
    link.write(ByteBuffer.wrap(new byte[1_500]));
    assertEquals(Download.State.FAILED, napster.await(download), download.detail());
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertFalse(Files.exists(loader.target("x.mp3")));
  }

  private Talk talk(String request) {
    Talk talk = new Talk(request);
    connect(talk, sharer.overlay().endpoints().get(0));
    assertTrue(napster.simulation.runUntil(() -> talk.closed != null, NapsterNetwork.LONG));
    return talk;
  }

  private void connect(Talk talk, Endpoint to) {
    stranger.transport().connect(to, SocketOptions.DEFAULT, talk);
  }

  /** Says one thing and listens. */
  static final class Talk implements LinkHandler {

    private final String words;
    private final List<Byte> heard = new ArrayList<>();
    @Nullable Reason closed;

    Talk(String words) {
      this.words = words;
    }

    String text() {
      StringBuilder text = new StringBuilder();
      heard.forEach(b -> text.append((char) (b & 0xff)));
      return text.toString();
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      while (data.hasRemaining()) {
        heard.add(data.get());
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      closed = reason;
    }
  }
}
