package io.peerwright.samples.servents;

import io.peerwright.api.overlay.SharedItem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Files by their popularity: how often one is had, or looked for, is one by its rank (Zipf), but
 * that the first ones are nearly alike, since nobody fetches a file twice (Gummadi and others,
 * 2003).
 */
final class Titles {

  private static final Path NO_CONTENT = Path.of("none");
  private static final int BYTES = 4_000_000;

  /**
   * So many ranks are added: the first one is 50 times as popular as the 2,500th, not 2,500 times.
   */
  private static final int ALIKE = 50;

  /** The share of those that are no less popular. */
  private final double[] upTo;

  private final SharedItem[] items;
  private final int[] copies;

  Titles(int count) {
    upTo = new double[count];
    items = new SharedItem[count];
    copies = new int[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1 + ALIKE);
      upTo[i] = sum;
      String name = words(i) + " live.mp3";
      items[i] = new SharedItem(NO_CONTENT, name, BYTES, Set.of(), Map.of());
    }
    for (int i = 0; i < count; i++) {
      upTo[i] /= sum;
    }
  }

  /** Words that one of them has, and no other; none is the beginning of another one. */
  static String words(int title) {
    return "artist" + title / 10 + "x title" + title + "x";
  }

  /** One by chance, the popular ones more often. */
  int any(SplittableRandom random) {
    double at = random.nextDouble();
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  SharedItem item(int title) {
    return items[title];
  }

  /** Somebody who has these has come, or gone. */
  void count(int[] titles, int by) {
    for (int each : titles) {
      copies[each] += by;
    }
  }

  /** How many of those who are there have it. */
  int copies(int title) {
    return copies[title];
  }
}
