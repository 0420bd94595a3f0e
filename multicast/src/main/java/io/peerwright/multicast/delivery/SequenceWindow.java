package io.peerwright.multicast.delivery;

import java.util.Arrays;

/**
 * Which sequence numbers of one source were heard: each is accepted once, whatever the order and
 * however many copies arrive.
 *
 * <p>A bit for each of the last 1,024 numbers up to the highest one heard, as anti-replay windows
 * of IPsec have them (RFC 4303, section 3.4.3). What is older than the window counts as heard: it
 * may have been, and a copy too many is worse than one too few. Numbers are unsigned. A number
 * costs a shift and a mask; a jump ahead clears the words that it passes, 16 at most. 160 bytes.
 */
public final class SequenceWindow {

  /** How far behind the highest number another one may come. */
  public static final int BITS = 1_024;

  private final long[] heard = new long[BITS / Long.SIZE];
  private long highest;
  private boolean started;

  /** Nothing was heard. */
  public SequenceWindow() {}

  /**
   * Marks a number as heard.
   *
   * @return true if it was not heard before, and is not too old to tell
   */
  public boolean accept(long sequence) {
    if (!started) {
      started = true;
      highest = sequence;
      heard[word(sequence)] = bit(sequence);
      return true;
    }
    if (Long.compareUnsigned(sequence, highest) > 0) {
      advance(sequence);
    } else if (isHeard(sequence)) {
      return false;
    }
    heard[word(sequence)] |= bit(sequence);
    return true;
  }

  /** Whether it was heard, or is too old to tell. */
  public boolean isHeard(long sequence) {
    if (!started || Long.compareUnsigned(sequence, highest) > 0) {
      return false;
    }
    return highest - sequence >= BITS || (heard[word(sequence)] & bit(sequence)) != 0;
  }

  /** The highest number that was heard, unsigned; 0 before the first. */
  public long highest() {
    return highest;
  }

  /** The bits of numbers that leave the window are those that the new ones take. */
  private void advance(long to) {
    long ahead = to - highest;
    if (Long.compareUnsigned(ahead, BITS) >= 0) {
      Arrays.fill(heard, 0);
    } else {
      for (long next = highest + 1; next != to + 1; next++) {
        heard[word(next)] &= ~bit(next);
      }
    }
    highest = to;
  }

  private static int word(long sequence) {
    return (int) (sequence >>> 6) & BITS / Long.SIZE - 1;
  }

  private static long bit(long sequence) {
    return 1L << sequence;
  }
}
