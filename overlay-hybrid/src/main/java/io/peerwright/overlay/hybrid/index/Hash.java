package io.peerwright.overlay.hybrid.index;

/** A keyed hash, so that strangers cannot choose names that collide. */
final class Hash {

  private static final long K1 = 0x9e37_79b9_7f4a_7c15L;
  private static final long K2 = 0xbf58_476d_1ce4_e5b9L;

  private final long seed;

  Hash(long seed) {
    this.seed = seed;
  }

  int of(byte[] bytes, int from, int count) {
    long hash = seed ^ count * K1;
    for (int i = from; i < from + count; i++) {
      hash = Long.rotateLeft((hash ^ bytes[i] & 0xff) * K1, 29);
    }
    return finish(hash);
  }

  int of(String wire) {
    long hash = seed ^ wire.length() * K1;
    for (int i = 0; i < wire.length(); i++) {
      hash = Long.rotateLeft((hash ^ wire.charAt(i)) * K1, 29);
    }
    return finish(hash);
  }

  int of(long a, long b, long c) {
    long hash = (seed ^ a) * K1;
    hash = (Long.rotateLeft(hash, 29) ^ b) * K2;
    hash = (Long.rotateLeft(hash, 29) ^ c) * K1;
    return finish(hash);
  }

  private static int finish(long hash) {
    long mixed = (hash ^ hash >>> 32) * K2;
    return (int) (mixed ^ mixed >>> 32);
  }
}
