package io.peerwright.overlay.bittorrent.tracker;

/**
 * Hash values for tables. They depend on a secret, so that no stranger can choose keys that
 * collide.
 *
 * @param first half of the secret
 * @param second the other half
 */
record Keyed(long first, long second) {

  private static final long ODD = 0x9e3779b97f4a7c15L;

  int hash(long a, long b) {
    long h = mixed(a ^ first);
    h = mixed(h + (b ^ second));
    return (int) (h >>> 32);
  }

  int hash(long a, long b, long c) {
    long h = mixed(a ^ first);
    h = mixed(h + (b ^ second));
    h = mixed(h + c);
    return (int) (h >>> 32);
  }

  int hash(Id20 id) {
    return hash(id.high(), id.middle(), id.low());
  }

  /** Each bit of the result depends on each bit of the value. */
  private static long mixed(long value) {
    long h = value * ODD;
    h = (h ^ h >>> 32) * 0xd6e8feb86659fd93L;
    return h ^ h >>> 32;
  }
}
