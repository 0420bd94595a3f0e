package io.peerwright.overlay.gnutella.qrp;

/**
 * The hash of the document, in 32 bits: the slot of a word in a table of 2^b slots are the highest
 * b of them, so that one hash serves tables of all sizes.
 */
public final class WordHash {

  /** The golden ratio as the document rounds it. */
  private static final int RATIO = 0x4F1BBCDC;

  private static final int BYTE_BITS = 8;
  private static final int LAST_BYTE = 3;

  private WordHash() {}

  /**
   * The hash of a word. Of each character only the low byte counts, after it was made lower-case.
   */
  public static int of(CharSequence word) {
    int folded = 0;
    for (int i = 0; i < word.length(); i++) {
      folded = fold(folded, i, Character.toLowerCase(word.charAt(i)));
    }
    return finish(folded);
  }

  /** Takes one more character into what has been folded; those before it are {@code index}. */
  static int fold(int folded, int index, int lowerCase) {
    return folded ^ (lowerCase & 0xff) << BYTE_BITS * (index & LAST_BYTE);
  }

  /** The hash of what has been folded. */
  static int finish(int folded) {
    return folded * RATIO;
  }

  /** Where a hash stands in a table of 2^bits slots; bits are 1..31. */
  public static int slot(int hash, int bits) {
    return hash >>> Integer.SIZE - bits;
  }
}
