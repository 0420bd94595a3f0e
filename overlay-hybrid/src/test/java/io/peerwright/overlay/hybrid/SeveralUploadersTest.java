package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.Digests;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One file from several users at a time, known by the MD5 of its first 299,008 bytes only. */
class SeveralUploadersTest {

  private static final int SIZE = 4_000_000;
  private static final int UP_BYTES_PER_SECOND = 50_000;
  private static final byte[] CONTENT = NapsterNetwork.content(SIZE, 1);
  private static final String NOT_VERIFIED =
      "complete, not verified: nobody told a hash of the whole; that of the first 299008 bytes is"
          + " right";

  private NapsterNetwork napster;
  private final List<NapsterNetwork.Peer> sharing = new ArrayList<>();

  @BeforeEach
  void setUp() {
    napster =
        new NapsterNetwork(
            InMemoryConfig.DEFAULT
                .withPoison()
                .withNetwork(NetworkModel.DEFAULT.withBandwidth(UP_BYTES_PER_SECOND, 1_000_000)));
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  private void share(byte[] content) {
    NapsterNetwork.Peer peer = napster.peer("user" + sharing.size());
    peer.share("x/copper.mp3", content);
    sharing.add(peer);
    napster.settle();
  }

  private NapsterNetwork.Peer loader(int sourcesAtOnce) {
    HybridConfig config = napster.user("loader").withSourcesAtOnce(sourcesAtOnce);
    return napster.peer(config);
  }

  private double seconds(Download download) {
    double start = napster.simulation.now().toNanos() / 1e9;
    assertEquals(Download.State.COMPLETE, napster.await(download), download.detail());
    return napster.simulation.now().toNanos() / 1e9 - start;
  }

  private static byte[] written(NapsterNetwork.Peer loader) throws IOException {
    return Files.readAllBytes(loader.target("a.mp3"));
  }

  private static byte[] otherFrom(int place) {
    byte[] other = CONTENT.clone();
    for (int i = place; i < SIZE; i++) {
      other[i] ^= 0x55;
    }
    return other;
  }

  @Test
  void fourSendAtOnce() throws IOException {
    for (int i = 0; i < 5; i++) {
      share(CONTENT);
    }
    NapsterNetwork.Peer loader = loader(HybridConfig.DEFAULT.sourcesAtOnce());
    List<Hit> hits = loader.search("copper");
    assertEquals(Digests.NAPSTER_MD5.namespace(), hits.get(0).urns().iterator().next().namespace());
    Download download = loader.fetch(hits, "a.mp3");
    double seconds = seconds(download);
    assertArrayEquals(CONTENT, written(loader));
    assertEquals(NOT_VERIFIED, download.detail());
    // One of them alone needs 80 s.
    assertEquals(20 + 65_536.0 / UP_BYTES_PER_SECOND, seconds, 1.5);
    assertEquals(4, sharing.stream().filter(peer -> peer.meter("bytes.sent") > 0).count());
  }

  @Test
  void oneSendsAtATimeIfThatIsWanted() throws IOException {
    share(CONTENT);
    share(CONTENT);
    NapsterNetwork.Peer loader = loader(1);
    double seconds = seconds(loader.fetch(loader.search("copper"), "a.mp3"));
    assertArrayEquals(CONTENT, written(loader));
    assertEquals(80, seconds, 2);
    assertEquals(1, sharing.stream().filter(peer -> peer.meter("bytes.sent") > 0).count());
  }

  /** The same beginning, so that the server tells the same MD5. */
  @Test
  void oneThatHasAnotherEndIsFoundByTheOthers() throws IOException {
    share(CONTENT);
    share(otherFrom(300_000));
    share(CONTENT);
    share(CONTENT);
    NapsterNetwork.Peer loader = loader(4);
    Download download = loader.fetch(loader.search("copper"), "a.mp3");
    seconds(download);
    assertArrayEquals(CONTENT, written(loader));
    assertEquals(NOT_VERIFIED, download.detail());
  }

  @Test
  void contentsOfOneBeginningAreNeverMixed() throws IOException {
    byte[] other = otherFrom(300_000);
    share(CONTENT);
    share(other);
    NapsterNetwork.Peer loader = loader(4);
    seconds(loader.fetch(loader.search("copper"), "a.mp3"));
    byte[] written = written(loader);
    assertTrue(List.of(hash(CONTENT), hash(other)).contains(hash(written)), "a mixture");
  }

  private static String hash(byte[] content) {
    return Digests.of(content, List.of(Digests.SHA1)).toString();
  }
}
