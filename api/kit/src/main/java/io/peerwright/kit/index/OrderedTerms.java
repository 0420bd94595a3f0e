package io.peerwright.kit.index;

import java.util.Arrays;

/**
 * The terms of a table in the order of their bytes, so that all which begin alike stand together.
 * Kept in pieces of a few hundred: a term that comes or goes moves those of one piece.
 */
final class OrderedTerms {

  private static final int PIECE = 512;
  private static final int[] NONE = {};

  private final TermTable terms;
  private int[][] pieces = {new int[16]};
  private int[] counts = new int[1];
  private int used = 1;

  OrderedTerms(TermTable terms) {
    this.terms = terms;
  }

  /** A word has got a number. */
  void add(int term) {
    byte[] word = terms.word(term);
    int piece = pieceOf(word, word.length);
    if (counts[piece] == PIECE) {
      split(piece);
      piece = pieceOf(word, word.length);
    }
    int at = placeIn(piece, word, word.length);
    int count = counts[piece]++;
    if (count == pieces[piece].length) {
      pieces[piece] = Arrays.copyOf(pieces[piece], Math.min(PIECE, 2 * count));
    }
    System.arraycopy(pieces[piece], at, pieces[piece], at + 1, count - at);
    pieces[piece][at] = term;
  }

  /** A word is about to lose its number. */
  void remove(int term) {
    byte[] word = terms.word(term);
    int piece = pieceOf(word, word.length);
    int at = placeIn(piece, word, word.length);
    int count = --counts[piece];
    System.arraycopy(pieces[piece], at + 1, pieces[piece], at, count - at);
    if (count == 0 && used > 1) {
      used--;
      System.arraycopy(pieces, piece + 1, pieces, piece, used - piece);
      System.arraycopy(counts, piece + 1, counts, piece, used - piece);
    }
  }

  /** All terms that begin with some bytes. */
  int[] beginningWith(byte[] beginning) {
    int[] found = NONE;
    int count = 0;
    int piece = pieceOf(beginning, beginning.length);
    int at = placeIn(piece, beginning, beginning.length);
    while (piece < used) {
      if (at == counts[piece]) {
        piece++;
        at = 0;
        continue;
      }
      int term = pieces[piece][at++];
      if (!begins(terms.word(term), beginning)) {
        break;
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, Math.max(4, 2 * count));
      }
      found[count++] = term;
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  private static boolean begins(byte[] word, byte[] beginning) {
    return word.length >= beginning.length
        && Arrays.equals(word, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** The last piece whose first word is not behind this one. */
  private int pieceOf(byte[] word, int length) {
    int low = 0;
    int high = used;
    while (high - low > 1) {
      int middle = low + high >>> 1;
      if (compare(pieces[middle][0], word, length) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where in a piece the first word stands that is not before this one. */
  private int placeIn(int piece, byte[] word, int length) {
    int low = 0;
    int high = counts[piece];
    while (low < high) {
      int middle = low + high >>> 1;
      if (compare(pieces[piece][middle], word, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int term, byte[] word, int length) {
    byte[] other = terms.word(term);
    return Arrays.compareUnsigned(other, 0, other.length, word, 0, length);
  }

  private void split(int piece) {
    if (used == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * used);
      counts = Arrays.copyOf(counts, 2 * used);
    }
    System.arraycopy(pieces, piece + 1, pieces, piece + 2, used - piece - 1);
    System.arraycopy(counts, piece + 1, counts, piece + 2, used - piece - 1);
    used++;
    int half = PIECE / 2;
    pieces[piece + 1] = Arrays.copyOfRange(pieces[piece], half, half + PIECE);
    counts[piece + 1] = PIECE - half;
    counts[piece] = half;
  }
}
