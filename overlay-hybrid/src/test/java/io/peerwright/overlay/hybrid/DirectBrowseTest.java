package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists from user to user. The server tells 500 files of a user, as OpenNap servers do. */
class DirectBrowseTest {

  private static final int FILES = 600;

  private NapsterNetwork napster;
  private String server;
  private int talks;
  private Duration endedAt = Duration.ZERO;
  private NapsterNetwork.Peer sharer;

  @BeforeEach
  void setUp() {
    NetworkModel cut = NetworkModel.DEFAULT.withSegments(100, true);
    napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison().withNetwork(cut));
    Endpoint at = napster.serverHost.listenAddress().withPort(7777);
    HybridServerConfig usual = HybridServerConfig.DEFAULT;
    new HybridServerProvider()
        .create(
            napster.serverHost,
            new HybridServerConfig(
                at,
                usual.serverName(),
                usual.messageOfTheDay(),
                usual.maxUsers(),
                500,
                usual.maxFrameBytes(),
                usual.maxResults(),
                usual.maxWaitingBytes(),
                usual.loginTimeout(),
                usual.idleTimeout(),
                usual.maxLoginsPerSecond(),
                usual.maxSearchesPerSecond(),
                usual.maxMessagesPerSecond(),
                usual.registration(),
                usual.indexDepth(),
                usual.indexSuffix(),
                null,
                usual.limits(),
                usual.referrals(),
                usual.warmUp()))
        .join();
    server = at.toString();
    napster.settle();
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void aListThatTheServerCutsShortIsFetchedFromTheUser() {
    sharer(false);
    List<Hit> hits = browse(peer("asker", false), Reason.ENDED);
    assertEquals(FILES, hits.size());
    assertEquals(FILES, hits.stream().map(Hit::name).distinct().count());
    Hit last =
        hits.stream().filter(hit -> hit.name().equals("a/song 599.mp3")).findFirst().orElseThrow();
    assertEquals(OptionalLong.of(602), last.sizeBytes());
    assertEquals("192", last.attributes().get("bitrate"));
    assertEquals(1, last.urns().size());
  }

  @Test
  void oneBehindAFirewallConnectsToUsWithItsList() {
    sharer(true);
    assertEquals(FILES, browse(peer("asker", false), Reason.ENDED).size());
  }

  @Test
  void weBehindAFirewallFetchIt() {
    sharer(false);
    assertEquals(FILES, browse(peer("asker", true), Reason.ENDED).size());
  }

  /** Who has said what it wants is no newcomer at the data port, however long the list takes. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aListMayTakeLongerThanANewcomerMay(boolean firewalled) {
    sharer(firewalled);
    NetworkModel slow = NetworkModel.DEFAULT.withBandwidth(1_000, 1_000);
    napster.simulation.setModel(sharer.host(), slow);
    NapsterNetwork.Peer asker = peer("asker", false);
    Duration begun = napster.simulation.now();
    assertEquals(FILES, browse(asker, Reason.ENDED).size());
    assertTrue(endedAt.minus(begun).toSeconds() > 25, endedAt + " after " + begun);
  }

  @Test
  void bothBehindFirewallsItIsToldThatTheListIsNotAll() {
    sharer(true);
    assertEquals(500, browse(peer("asker", true), Reason.LIMIT).size());
  }

  @Test
  void theListIsForWhoAskedTheServer() {
    sharer(false);
    assertEquals("1INVALID REQUEST", talk("GETLIST"));
    assertEquals("1INVALID REQUEST", talk("SENDLIST sharer\n\"x\" 0 1 2 3 4\n\n"));
    Host stranger = napster.simulation.newHost("asks", null, null);
    FrameWriter frames = new FrameWriter();
    new Login("stranger", "pw", 0, "other 1.0", 4, "").write(frames, MessageType.LOGIN);
    frames.begin(MessageType.DIRECT_BROWSE).field("sharer");
    Talk login = new Talk(frames.buffer());
    stranger.transport().connect(Endpoint.parse(server), SocketOptions.DEFAULT, login);
    napster.settle();
    String list = talk("GETLIST");
    assertTrue(list.startsWith("1sharer\n\"\\a\\song 0.mp3\" "), list.substring(0, 40));
    assertTrue(list.endsWith(" 602 192 0 0\n\n"), list.substring(list.length() - 40));
    assertEquals(FILES + 2, list.lines().count());
    assertEquals("1INVALID REQUEST", talk("GETLIST"), "once for each question");
  }

  private void sharer(boolean firewalled) {
    sharer = peer("sharer", firewalled);
    for (int i = 0; i < FILES; i++) {
      sharer.share("a/song " + i + ".mp3", new byte[3 + i]);
    }
    napster.settle();
  }

  private NapsterNetwork.Peer peer(String nick, boolean firewalled) {
    return napster.peer(napster.user(nick).withServers(List.of(server)).withFirewalled(firewalled));
  }

  private List<Hit> browse(NapsterNetwork.Peer asker, Reason expected) {
    List<Hit> hits = new ArrayList<>();
    List<Reason> ended = new ArrayList<>();
    asker
        .as(Browse.class)
        .browse(
            "sharer",
            hits::add,
            reason -> {
              ended.add(reason);
              endedAt = napster.simulation.now();
            });
    napster.simulation.runFor(Duration.ofMinutes(1));
    assertEquals(List.of(expected), ended);
    return hits;
  }

  private String talk(String words) {
    Talk talk = new Talk(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
    Host host = napster.simulation.newHost("talk" + ++talks, null, null);
    host.transport().connect(sharer.overlay().endpoints().get(0), SocketOptions.DEFAULT, talk);
    napster.simulation.runFor(Duration.ofSeconds(10));
    return talk.heard.toString();
  }

  /** Says one thing and listens. */
  private static final class Talk implements LinkHandler {

    private final ByteBuffer words;
    private final StringBuilder heard = new StringBuilder();

    Talk(ByteBuffer words) {
      this.words = words;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(words);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      heard.append(StandardCharsets.ISO_8859_1.decode(data));
    }

    @Override
    public void onInputClosed(Link link) {
      link.close();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
