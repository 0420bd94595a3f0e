package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How long a download takes by the number of its sources, in virtual time. */
class ManySourcesTest {

  private static final byte[] CONTENT = DownloadLab.content(1 << 20);
  private static final int SLOW = 16 << 10;
  private static final int MOST = 24;

  /** As many as there are parts that are worth sharing. */
  private static final int[] EVEN_COUNTS = {1, 2, 3, 4, 6, 8, 9, 11, 12, 14, 16};

  private static final int[] COUNTS = {1, 2, 3, 4, 6, 8, 9, 11, 12, 14, 16, 17, 20, MOST};

  /** Makes the sources of one download. */
  private interface Sources {
    IntFunction<TestSource> in(DownloadLab lab);
  }

  private final double[] seconds = new double[MOST + 1];

  /** Measures each number of sources, and asserts that more of them never take longer. */
  private void measure(double slackSeconds, Sources sources) {
    double least = Double.MAX_VALUE;
    for (int count : COUNTS) {
      seconds[count] = seconds(count, sources);
      assertTrue(
          seconds[count] <= least + slackSeconds,
          count + " sources take " + seconds[count] + " s, fewer took " + least);
      least = Math.min(least, seconds[count]);
    }
  }

  private static double seconds(int count, Sources sources) {
    try (DownloadLab lab = new DownloadLab()) {
      TestSource[] made = new TestSource[count];
      Arrays.setAll(made, sources.in(lab));
      DownloadRules rules = DownloadRules.DEFAULT.withParallel(MOST);
      Download download = lab.fetch(CONTENT, DownloadLab.sha1(CONTENT), rules, made);
      double seconds = lab.await(download);
      lab.assertComplete(download, CONTENT);
      return seconds;
    }
  }

  private static TestSource source(DownloadLab lab, int number, int rate) {
    return lab.source("s" + number, CONTENT).rate(rate);
  }

  @Test
  void twiceAsManySlowSourcesTakeHalfTheTime() {
    measure(0.01, lab -> number -> source(lab, number, SLOW));
    for (int count : EVEN_COUNTS) {
      assertEquals((double) CONTENT.length / count / SLOW, seconds[count], 0.17, "with " + count);
    }
  }

  /** From eight on the down-link is full, and each gives the less of it. */
  @Test
  void moreSourcesThanTheDownLinkHoldsAreNotSlower() {
    measure(
        0.8,
        lab -> {
          TestSource.Line line = new TestSource.Line(8 * SLOW);
          return number -> source(lab, number, SLOW).over(line);
        });
    assertEquals(8, seconds[8], 0.1);
    assertEquals(8, seconds[16], 0.1);
    assertEquals(8, seconds[24], 0.1);
  }

  @Test
  void sourcesThatTakeLongToBeginAreNotAskedForLittle() {
    measure(0.01, lab -> number -> source(lab, number, SLOW).setup(4_000_000_000L));
    for (int count : EVEN_COUNTS) {
      double best = 4 + (double) CONTENT.length / count / SLOW;
      assertEquals(best, seconds[count], 0.2, "with " + count);
    }
  }

  /** Two bring 320 KiB a second, each of the others a 300th of it. */
  @Test
  void slowSourcesBesideFastOnesDoNotKeepTheEndWaiting() {
    measure(1, lab -> number -> source(lab, number, number < 2 ? 10 * SLOW : 1_000));
    assertEquals(3.2, seconds[2], 0.1);
    assertEquals(3.2, seconds[24], 0.6);
  }

  /** What is worth less than a second is not shared, so it may be that much longer. */
  @Test
  void sourcesOfAnySpeedDoNotMakeItSlower() {
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      int[] rates = random.ints(MOST, 2_000, 60_000).toArray();
      long[] setups = random.longs(MOST, 20_000_000, 2_000_000_000L).toArray();
      measure(1, lab -> number -> source(lab, number, rates[number]).setup(setups[number]));
      double best = (double) CONTENT.length / Arrays.stream(rates).sum();
      assertEquals(best, seconds[MOST], 3.5, "seed " + seed);
    }
  }
}
