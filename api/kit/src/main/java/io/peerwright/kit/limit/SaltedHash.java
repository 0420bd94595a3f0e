package io.peerwright.kit.limit;

import io.peerwright.api.Loop;
import java.nio.ByteBuffer;

/**
 * Hash values for tables. They depend on a secret, so that no stranger can choose keys that
 * collide.
 *
 * @param first half of the secret
 * @param second the other half
 */
public record SaltedHash(long first, long second) {

  private static final long ODD = 0x9e3779b97f4a7c15L;

  /** With a secret of the loop's own. */
  public static SaltedHash of(Loop loop) {
    byte[] secret = new byte[16];
    loop.secureRandom(secret);
    ByteBuffer halves = ByteBuffer.wrap(secret);
    return new SaltedHash(halves.getLong(), halves.getLong());
  }

  /** Of two numbers. */
  public int hash(long a, long b) {
    return (int) (longHash(a, b) >>> 32);
  }

  /** Of two numbers, in 64 bits: enough to stand for them where a million are kept. */
  public long longHash(long a, long b) {
    return mixed(mixed(a ^ first) + (b ^ second));
  }

  /** Of three numbers. */
  public int hash(long a, long b, long c) {
    long h = mixed(a ^ first);
    h = mixed(h + (b ^ second));
    h = mixed(h + c);
    return (int) (h >>> 32);
  }

  /** Each bit of the result depends on each bit of the value. */
  private static long mixed(long value) {
    long h = value * ODD;
    h = (h ^ h >>> 32) * 0xd6e8feb86659fd93L;
    return h ^ h >>> 32;
  }
}
