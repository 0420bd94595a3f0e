package io.peerwright.overlay.bittorrent.pieces;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of pieces as bits; unlike {@link java.util.BitSet} it is searched together with another
 * one.
 */
final class PieceSet {

  private static final long ALL_ONES = -1L;

  private long[] words = new long[0];
  private int size;

  boolean has(int piece) {
    int word = piece >> 6;
    return word < words.length && (words[word] & 1L << piece) != 0;
  }

  /** False if it was in already. */
  boolean add(int piece) {
    int word = piece >> 6;
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, Math.min(2 * words.length, word + 1024)));
    }
    if ((words[word] & 1L << piece) != 0) {
      return false;
    }
    words[word] |= 1L << piece;
    size++;
    return true;
  }

  /** False if it was not in. */
  boolean remove(int piece) {
    if (!has(piece)) {
      return false;
    }
    words[piece >> 6] &= ~(1L << piece);
    size--;
    return true;
  }

  /** All pieces below a number, and no others. */
  void fill(int pieces) {
    words = new long[(pieces + 63) / 64];
    Arrays.fill(words, ALL_ONES);
    if ((pieces & 63) != 0) {
      words[words.length - 1] = (1L << pieces) - 1;
    }
    size = pieces;
  }

  void clear() {
    words = new long[0];
    size = 0;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first one that is not below a number; -1 if there is none. */
  int next(int from) {
    return next(from, null);
  }

  /** The first one not below a number that is in another set, too; -1 if there is none. */
  int nextCommon(int from, PieceSet other) {
    return next(from, other);
  }

  private int next(int from, @Nullable PieceSet other) {
    int end = other == null ? words.length : Math.min(words.length, other.words.length);
    long mask = ALL_ONES << from;
    for (int word = from >> 6; word < end; word++) {
      long bits = words[word] & mask;
      if (other != null) {
        bits &= other.words[word];
      }
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
      mask = ALL_ONES;
    }
    return -1;
  }
}
