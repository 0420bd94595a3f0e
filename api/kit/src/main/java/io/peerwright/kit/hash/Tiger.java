package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tiger with 192 bits (Anderson and Biham, 1996), the hash of Gnutella's and Direct Connect's
 * trees. Its four tables are not written down here but made once, see {@link TigerTables}.
 */
public final class Tiger extends BlockDigest {

  /** Of a hash. */
  public static final int HASH_BYTES = 24;

  // Apart from each other, and never changed: so no index into them is looked at twice.
  private static final long[] T1;
  private static final long[] T2;
  private static final long[] T3;
  private static final long[] T4;

  static {
    long[][] tables = TigerTables.make();
    T1 = tables[0];
    T2 = tables[1];
    T3 = tables[2];
    T4 = tables[3];
  }

  private final long[] x = new long[8];
  private long a;
  private long b;
  private long c;

  /** Nothing taken yet. */
  public Tiger() {
    super("Tiger", (byte) 1);
    restart();
  }

  @Override
  void restart() {
    a = TigerTables.START_A;
    b = TigerTables.START_B;
    c = TigerTables.START_C;
  }

  @Override
  void compress(ByteBuffer block) {
    for (int i = 0; i < 8; i++) {
      x[i] = block.getLong(Long.BYTES * i);
    }
    long oldA = a;
    long oldB = b;
    long oldC = c;
    pass(5);
    TigerTables.scheduleKey(x);
    pass(7);
    TigerTables.scheduleKey(x);
    pass(9);
    a ^= oldA;
    b -= oldB;
    c += oldC;
  }

  /** Eight rounds, in each of which the words have the parts of those before them. */
  private void pass(int factor) {
    long u = a;
    long v = b;
    long w = c;
    w ^= x[0];
    u -= even(w);
    v = (v + odd(w)) * factor;
    u ^= x[1];
    v -= even(u);
    w = (w + odd(u)) * factor;
    v ^= x[2];
    w -= even(v);
    u = (u + odd(v)) * factor;
    w ^= x[3];
    u -= even(w);
    v = (v + odd(w)) * factor;
    u ^= x[4];
    v -= even(u);
    w = (w + odd(u)) * factor;
    v ^= x[5];
    w -= even(v);
    u = (u + odd(v)) * factor;
    w ^= x[6];
    u -= even(w);
    v = (v + odd(w)) * factor;
    u ^= x[7];
    v -= even(u);
    w = (w + odd(u)) * factor;
    a = w;
    b = u;
    c = v;
  }

  private static long even(long word) {
    return T1[(int) word & 0xff]
        ^ T2[(int) (word >>> 16) & 0xff]
        ^ T3[(int) (word >>> 32) & 0xff]
        ^ T4[(int) (word >>> 48) & 0xff];
  }

  private static long odd(long word) {
    return T4[(int) (word >>> 8) & 0xff]
        ^ T3[(int) (word >>> 24) & 0xff]
        ^ T2[(int) (word >>> 40) & 0xff]
        ^ T1[(int) (word >>> 56)];
  }

  @Override
  byte[] finish() {
    ByteBuffer out = ByteBuffer.allocate(HASH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return out.putLong(a).putLong(b).putLong(c).array();
  }
}
