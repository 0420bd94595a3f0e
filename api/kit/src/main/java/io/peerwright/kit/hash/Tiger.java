package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Tiger with 192 bits (Anderson and Biham, 1996), the hash of Gnutella's and Direct Connect's
 * trees. Its four tables are not written down here but made once, as the authors made them: by the
 * hash itself, from its own title.
 */
public final class Tiger extends BlockDigest {

  /** Of a hash. */
  public static final int HASH_BYTES = 24;

  private static final String TITLE =
      "Tiger - A Fast New Hash Function, by Ross Anderson and Eli Biham";
  private static final int TABLE_PASSES = 5;
  private static final long[] TABLES = tables();

  private final long[] tables;
  private final long[] x = new long[8];
  private long a;
  private long b;
  private long c;

  /** Nothing taken yet. */
  public Tiger() {
    this(TABLES);
  }

  private Tiger(long[] tables) {
    super("Tiger", (byte) 1);
    this.tables = tables;
    restart();
  }

  @Override
  void restart() {
    a = 0x0123456789abcdefL;
    b = 0xfedcba9876543210L;
    c = 0xf096a5b4c3b2e187L;
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
    scheduleKey();
    pass(7);
    scheduleKey();
    pass(9);
    a ^= oldA;
    b -= oldB;
    c += oldC;
  }

  /** Eight rounds; the words have changed their places then as the next pass wants it. */
  private void pass(int factor) {
    for (int i = 0; i < 8; i++) {
      c ^= x[i];
      long even = 0;
      long odd = 0;
      for (int table = 0; table < 4; table++) {
        even ^= tables[(table << 8) + (int) (c >>> 16 * table & 0xff)];
        odd ^= tables[(3 - table << 8) + (int) (c >>> 16 * table + 8 & 0xff)];
      }
      a -= even;
      b += odd;
      b *= factor;
      rotate();
    }
  }

  private void rotate() {
    long first = a;
    a = b;
    b = c;
    c = first;
  }

  private void scheduleKey() {
    x[0] -= x[7] ^ 0xa5a5a5a5a5a5a5a5L;
    x[1] ^= x[0];
    x[2] += x[1];
    x[3] -= x[2] ^ ~x[1] << 19;
    x[4] ^= x[3];
    x[5] += x[4];
    x[6] -= x[5] ^ ~x[4] >>> 23;
    x[7] ^= x[6];
    x[0] += x[7];
    x[1] -= x[0] ^ ~x[7] << 19;
    x[2] ^= x[1];
    x[3] += x[2];
    x[4] -= x[3] ^ ~x[2] >>> 23;
    x[5] ^= x[4];
    x[6] += x[5];
    x[7] -= x[6] ^ 0x0123456789abcdefL;
  }

  @Override
  byte[] finish() {
    ByteBuffer out = ByteBuffer.allocate(HASH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return out.putLong(a).putLong(b).putLong(c).array();
  }

  /** Each byte column of each table is shuffled by what the hash of the title says, five times. */
  private static long[] tables() {
    long[] made = new long[1024];
    for (int i = 0; i < made.length; i++) {
      made[i] = (i & 0xff) * 0x0101010101010101L;
    }
    Tiger hash = new Tiger(made);
    ByteBuffer title = ByteBuffer.wrap(TITLE.getBytes(StandardCharsets.US_ASCII));
    title.order(ByteOrder.LITTLE_ENDIAN);
    int word = 2;
    for (int pass = 0; pass < TABLE_PASSES; pass++) {
      for (int i = 0; i < 256; i++) {
        for (int table = 0; table < made.length; table += 256) {
          if (++word == 3) {
            word = 0;
            hash.compress(title);
          }
          long state = word == 0 ? hash.a : word == 1 ? hash.b : hash.c;
          for (int column = 0; column < 64; column += 8) {
            swap(made, table + i, table + (int) (state >>> column & 0xff), 0xffL << column);
          }
        }
      }
    }
    return made;
  }

  private static void swap(long[] made, int one, int other, long mask) {
    long difference = (made[one] ^ made[other]) & mask;
    made[one] ^= difference;
    made[other] ^= difference;
  }
}
