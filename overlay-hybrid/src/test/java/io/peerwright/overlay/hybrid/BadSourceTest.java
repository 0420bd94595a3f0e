package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One source that sends something else does not end a download while a good one is there. */
class BadSourceTest {

  private static final int SIZE = 1_000_000;
  private static final byte[] GOOD = NapsterNetwork.content(SIZE, 1);

  private NapsterNetwork napster;
  private NapsterNetwork.Peer loader;

  @BeforeEach
  void setUp() {
    napster =
        new NapsterNetwork(
            InMemoryConfig.DEFAULT
                .withPoison()
                .withNetwork(NetworkModel.DEFAULT.withBandwidth(200_000, 200_000)));
    loader = napster.peer(napster.user("loader").withSourcesAtOnce(1));
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void whoSendsAnotherContentIsDroppedAndTheNextAsked() throws IOException {
    peer("liar", corrupt(500_000));
    NapsterNetwork.Peer good = peer("good", GOOD);
    Download download = fetch("liar", "good");
    assertComplete(download);
    assertEquals(1, loader.meter("downloads.corrupt"));
    assertEquals(SIZE, good.meter("bytes.sent"));
  }

  @Test
  void severalLiarsAreFoundOneAfterTheOther() throws IOException {
    peer("liar1", corrupt(10));
    peer("liar2", corrupt(SIZE - 1));
    peer("liar3", corrupt(400_000));
    peer("good", GOOD);
    assertComplete(fetch("liar1", "liar2", "liar3", "good"));
    assertEquals(3, loader.meter("downloads.corrupt"));
  }

  @Test
  void ofAMixtureWhoIsToBlameIsFoundByFetchingFromOneAlone() throws IOException {
    NapsterNetwork.Peer liar = peer("liar", corrupt(100_000));
    NapsterNetwork.Peer good = peer("good", GOOD);
    Download download = fetch("liar", "good");
    napster.awaitBytes(download, 500_000);
    // The good one takes over in the middle, and what it adds is of one piece with what is kept.
    liar.overlay().leave();
    assertComplete(download);
    assertEquals(1, loader.meter("downloads.corrupt"));
    assertTrue(good.meter("bytes.sent") >= SIZE, "the whole came from one");
  }

  /** The overlap shows at once that one of the two is wrong, but not which one. */
  @Test
  void anHonestSourceIsComeBackToIfWhatIsKeptIsWrong() throws IOException {
    byte[] all = NapsterNetwork.content(SIZE, 7);
    NapsterNetwork.Peer liar = peer("liar", all);
    peer("good", GOOD);
    Download download = fetch("liar", "good");
    napster.awaitBytes(download, 500_000);
    liar.overlay().leave();
    assertComplete(download);
  }

  @Test
  void whatAnEarlierRunLeftMayBeWrong() throws IOException {
    peer("good", GOOD);
    NapsterNetwork.Peer liar = peer("liar", corrupt(1_000));
    Download download = fetch("liar");
    napster.awaitBytes(download, 300_000);
    download.close();
    napster.settle();
    liar.overlay().leave();
    assertComplete(fetch("good"));
  }

  @Test
  void whenAllLieTheDownloadFailsAndNamesThem() throws IOException {
    peer("liar1", corrupt(10));
    peer("liar2", corrupt(20));
    Download download = fetch("liar1", "liar2");
    assertEquals(Download.State.FAILED, napster.await(download));
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("it came from liar2"), download.detail());
    assertFalse(Files.exists(loader.target("a.mp3")));
    assertTrue(Files.exists(loader.target("a.mp3.part.old-corrupt")));
    assertEquals(2, loader.meter("downloads.corrupt"));
  }

  /** Any byte kept it alive: one in ten seconds, and the good source was never asked. */
  @Test
  void whoDripsIsLeftForOneWhoDoesNot() throws IOException {
    Host host = napster.simulation.newHost("dripper", null, null);
    Endpoint port = host.listenAddress().withPort(6699);
    host.transport().listen(port, SocketOptions.DEFAULT, accepted -> new Dripping(host.loop()));
    FalseSharer.join(napster, host, "dripper", port, "x\\copper.mp3", SIZE);
    peer("good", GOOD);
    Download download = fetch("dripper", "good");
    napster.simulation.runFor(Duration.ofSeconds(90));
    assertEquals("complete, SHA-1 verified", download.detail());
    assertComplete(download);
  }

  @Test
  void aSlowSourceIsBetterThanNone() throws IOException {
    Host host = napster.simulation.newHost("dripper", null, null);
    Endpoint port = host.listenAddress().withPort(6699);
    host.transport().listen(port, SocketOptions.DEFAULT, accepted -> new Dripping(host.loop()));
    FalseSharer.join(napster, host, "dripper", port, "x\\copper.mp3", SIZE);
    napster.settle();
    Download download = fetch("dripper");
    napster.simulation.runFor(Duration.ofMinutes(30));
    assertEquals(Download.State.TRANSFERRING, download.state(), download.detail());
    download.close();
  }

  /** Sends a byte in ten seconds. */
  private static final class Dripping implements LinkHandler {

    private final Loop loop;
    private boolean over;
    private int at;

    Dripping(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(new byte[] {'1'}));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (at == 0) {
        link.write(ByteBuffer.wrap(Integer.toString(SIZE).getBytes(StandardCharsets.US_ASCII)));
        drip(link);
      }
    }

    private void drip(Link link) {
      if (!over) {
        link.write(ByteBuffer.wrap(GOOD, at++, 1));
        loop.schedule(10_000_000_000L, () -> drip(link));
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      over = true;
    }
  }

  @Test
  void aHitOfAnotherHashIsNoSource() throws IOException {
    peer("good", GOOD);
    NapsterNetwork.Peer other = peer("other", GOOD);
    Hit good = hit("good", Digests.of(GOOD, List.of(Digests.SHA1)));
    Hit wrong = hit("other", Digests.of(corrupt(5), List.of(Digests.SHA1)));
    Download download = loader.fetch(List.of(good, wrong), "a.mp3");
    napster.awaitBytes(download, 100_000);
    napster.simulation.runFor(Duration.ofSeconds(1));
    assertComplete(download);
    assertEquals(0, other.meter("bytes.sent"));
  }

  private static byte[] corrupt(int at) {
    byte[] content = GOOD.clone();
    content[at] ^= 1;
    return content;
  }

  private NapsterNetwork.Peer peer(String nick, byte[] content) throws IOException {
    NapsterNetwork.Peer peer = napster.peer(nick);
    peer.share("x/copper.mp3", content);
    napster.settle();
    return peer;
  }

  /** All of them say that they have the good content. */
  private Download fetch(String... nicks) {
    Set<Urn> urns = new TreeSet<>(Digests.of(GOOD, List.of(Digests.SHA1)));
    List<Hit> hits = new ArrayList<>();
    for (String nick : nicks) {
      hits.add(hit(nick, urns));
    }
    return loader.fetch(hits, "a.mp3");
  }

  private Hit hit(String nick, Set<Urn> urns) {
    return loader.search("copper").stream()
        .filter(hit -> hit.peer().equals(nick))
        .map(
            hit ->
                new Hit(
                    hit.overlay(),
                    nick,
                    hit.name(),
                    OptionalLong.of(SIZE),
                    hit.endpoint(),
                    urns,
                    hit.attributes()))
        .findFirst()
        .orElseThrow();
  }

  private void assertComplete(Download download) throws IOException {
    assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
    assertArrayEquals(GOOD, Files.readAllBytes(loader.target("a.mp3")));
  }
}
