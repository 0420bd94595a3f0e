package io.peerwright.kit.index;

/**
 * A keyed hash, so that strangers cannot choose names that collide. Each step multiplies by a
 * number that they do not know and folds the 128 bits of the product.
 */
final class Hash {

  private static final long K1 = 0x9e37_79b9_7f4a_7c15L;
  private static final long K2 = 0xbf58_476d_1ce4_e5b9L;

  private final long seed;
  private final long factor;

  Hash(long seed) {
    this.seed = fold(seed ^ K1, K2);
    factor = fold(seed ^ K2, K1) | 1;
  }

  /** Of bytes, eight at a time. */
  int of(byte[] bytes, int from, int count) {
    long hash = seed ^ count * K1;
    int end = from + count;
    int at = from;
    for (; at <= end - 8; at += 8) {
      long word =
          bytes[at] & 0xffL
              | (bytes[at + 1] & 0xffL) << 8
              | (bytes[at + 2] & 0xffL) << 16
              | (bytes[at + 3] & 0xffL) << 24
              | (bytes[at + 4] & 0xffL) << 32
              | (bytes[at + 5] & 0xffL) << 40
              | (bytes[at + 6] & 0xffL) << 48
              | (long) bytes[at + 7] << 56;
      hash = fold(hash ^ word, factor);
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | bytes[at] & 0xff;
    }
    return finish(hash ^ rest);
  }

  /** Of three numbers. */
  int of(long a, long b, long c) {
    return finish(fold(fold(seed ^ a, factor) ^ b, factor) ^ c);
  }

  private int finish(long hash) {
    long mixed = fold(hash, factor) * K2;
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
