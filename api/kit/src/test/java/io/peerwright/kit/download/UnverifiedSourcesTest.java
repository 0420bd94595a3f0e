package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several sources of a content that no hash verifies: bytes of two never meet uncompared. */
class UnverifiedSourcesTest {

  private static final byte[] CONTENT = DownloadLab.content(2_000_000);
  private static final DownloadRules RULES = DownloadRules.DEFAULT.withUnverified(4);

  private final DownloadLab lab = new DownloadLab();

  @AfterEach
  void tearDown() {
    lab.close();
  }

  private TestSource source(String name, byte[] content) {
    return lab.source(name, content).rate(100_000);
  }

  private Download fetch(TestSource... sources) {
    return lab.fetch(CONTENT, DownloadLab.nothing(CONTENT), RULES, sources);
  }

  /** Another content from a place on. */
  private static byte[] otherFrom(byte[] content, int place) {
    byte[] other = content.clone();
    for (int i = place; i < other.length; i++) {
      other[i] ^= 0x55;
    }
    return other;
  }

  private byte[] written() throws IOException {
    return Files.readAllBytes(lab.target);
  }

  @Test
  void severalSendAtOnceAndAreComparedWhereTheyMeet() {
    TestSource[] sources = new TestSource[6];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = source("s" + i, CONTENT);
    }
    Download download = fetch(sources);
    double seconds = lab.await(download);
    lab.assertComplete(download, CONTENT);
    assertEquals("complete, not verified: nobody told a hash", download.detail());
    // Four at a time, and the last three compare 64 KiB more.
    assertEquals(5.7, seconds, 0.3);
    long sent = Arrays.stream(sources).mapToLong(source -> source.sent).sum();
    assertEquals(CONTENT.length + 3 * 65_536, sent, 20_000);
    assertEquals(0, sources[4].sent + sources[5].sent);
  }

  @Test
  void oneThatTwoOthersContradictIsWrong() throws IOException {
    TestSource liar = source("liar", otherFrom(CONTENT, 299_008));
    Download download =
        fetch(source("one", CONTENT), liar, source("other", CONTENT), source("third", CONTENT));
    lab.await(download);
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    assertArrayEquals(CONTENT, written());
  }

  @Test
  void ofTwoThatContradictEachOtherOneGivesAll() throws IOException {
    byte[] other = otherFrom(CONTENT, 299_008);
    Download download = fetch(source("one", CONTENT), source("other", other));
    lab.await(download);
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    byte[] written = written();
    assertTrue(Arrays.equals(CONTENT, written) || Arrays.equals(other, written), "a mixture");
  }

  @Test
  void whatAnEarlierRunLeftIsNotGivenUpForOneThatDisagrees() {
    Download first = fetch(source("one", CONTENT), source("other", CONTENT));
    lab.awaitBytes(first, 1_000_000);
    lab.host.loop().execute(first::close);
    lab.await(first);
    long kept = first.bytesDone();
    Download second = fetch(source("liar", DownloadLab.content(CONTENT.length + 1)));
    lab.await(second);
    assertEquals(Download.State.FAILED, second.state());
    assertTrue(second.detail().contains("sends other bytes than those kept"), second.detail());
    assertEquals(kept, second.bytesDone());
  }

  /** Whatever breaks off and whenever: all of it is of one kind. */
  @Test
  void twoContentsAreNeverMixed() throws IOException {
    for (int seed = 1; seed <= 80; seed++) {
      Random random = new Random(seed);
      try (DownloadLab one = new DownloadLab()) {
        byte[] content = DownloadLab.content(50_000 + random.nextInt(1_500_000));
        byte[] other = otherFrom(content, random.nextInt(content.length));
        for (int run = 0; run < 2; run++) {
          TestSource[] sources = new TestSource[2 + random.nextInt(5)];
          for (int i = 0; i < sources.length; i++) {
            boolean isOther = i == 1 || random.nextInt(4) == 0;
            sources[i] = one.source("s" + i, isOther ? other : content);
            sources[i].rate(5_000 + random.nextInt(300_000)).setup(random.nextInt(1_000_000_000));
            sources[i].ranged = random.nextInt(3) == 0;
            if (random.nextBoolean()) {
              sources[i].breaksAfter = random.nextInt(400_000);
            }
          }
          Download download = one.fetch(content, DownloadLab.nothing(content), RULES, sources);
          one.sim.runFor(Duration.ofMillis(1 + random.nextInt(4_000)));
          if (run == 0 && random.nextBoolean()) {
            one.host.loop().execute(download::pause);
            one.sim.runFor(Duration.ofMillis(random.nextInt(4_000)));
            one.host.loop().execute(download::resume);
          } else if (run == 0) {
            one.host.loop().execute(download::close);
          }
          one.await(download);
          if (download.state() == Download.State.COMPLETE) {
            byte[] written = Files.readAllBytes(one.target);
            assertTrue(
                Arrays.equals(content, written) || Arrays.equals(other, written),
                "mixed with seed " + seed);
            break;
          }
        }
      }
    }
  }
}
