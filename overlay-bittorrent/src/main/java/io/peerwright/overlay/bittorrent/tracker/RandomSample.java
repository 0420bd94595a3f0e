package io.peerwright.overlay.bittorrent.tracker;

import java.util.random.RandomGenerator;

/**
 * Draws some of many numbers without putting any of them back: each set of so many has the same
 * probability (Floyd's algorithm). Costs only what is drawn.
 */
final class RandomSample {

  private final RandomGenerator random;
  private final int[] drawn;

  /** A set of what was drawn: a number counts if its stamp is that of the round. */
  private final int[] members;

  private final int[] stamps;
  private int round;

  /**
   * For draws of at most so many.
   *
   * @param most at least 1
   */
  RandomSample(RandomGenerator random, int most) {
    this.random = random;
    drawn = new int[most];
    members = new int[Integer.highestOneBit(most) << 2];
    stamps = new int[members.length];
  }

  int most() {
    return drawn.length;
  }

  /** The {@code index}th number of the last draw. */
  int get(int index) {
    return drawn[index];
  }

  /** One number below {@code bound}. */
  int one(int bound) {
    return random.nextInt(bound);
  }

  /** Draws {@code count} of the numbers below {@code bound}. */
  void draw(int count, int bound) {
    round++;
    for (int i = 0; i < count; i++) {
      int top = bound - count + i;
      int pick = random.nextInt(top + 1);
      if (!add(pick)) {
        add(top);
        pick = top;
      }
      drawn[i] = pick;
    }
  }

  /** False if it was there already. */
  private boolean add(int number) {
    int mask = members.length - 1;
    int at = number * 0x9e3779b1 >>> 7 & mask;
    while (stamps[at] == round) {
      if (members[at] == number) {
        return false;
      }
      at = at + 1 & mask;
    }
    stamps[at] = round;
    members[at] = number;
    return true;
  }
}
