package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Makes the four tables of Tiger as the authors made them: by the hash itself, from its own title.
 * Each byte column of each table is shuffled by what the hash says, five times. The hash goes by
 * tables that change on the way, so it stands here once more, as it is written in the paper, with
 * what the two have in common.
 */
final class TigerTables {

  static final long START_A = 0x0123456789abcdefL;
  static final long START_B = 0xfedcba9876543210L;
  static final long START_C = 0xf096a5b4c3b2e187L;

  private static final String TITLE =
      "Tiger - A Fast New Hash Function, by Ross Anderson and Eli Biham";
  private static final int SIZE = 256;
  private static final int PASSES = 5;

  /** One table behind the other. */
  private final long[] tables = new long[4 * SIZE];

  private final long[] x = new long[8];
  private long a = START_A;
  private long b = START_B;
  private long c = START_C;

  private TigerTables() {
    for (int i = 0; i < tables.length; i++) {
      tables[i] = (i & 0xff) * 0x0101010101010101L;
    }
  }

  /** The four of them. */
  static long[][] make() {
    TigerTables made = new TigerTables();
    made.shuffle();
    long[][] all = new long[4][SIZE];
    for (int i = 0; i < all.length; i++) {
      System.arraycopy(made.tables, i * SIZE, all[i], 0, SIZE);
    }
    return all;
  }

  private void shuffle() {
    ByteBuffer title = ByteBuffer.wrap(TITLE.getBytes(StandardCharsets.US_ASCII));
    title.order(ByteOrder.LITTLE_ENDIAN);
    int word = 2;
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < SIZE; i++) {
        for (int table = 0; table < tables.length; table += SIZE) {
          if (++word == 3) {
            word = 0;
            compress(title);
          }
          long state = word == 0 ? a : word == 1 ? b : c;
          for (int column = 0; column < 64; column += 8) {
            swap(table + i, table + (int) (state >>> column & 0xff), 0xffL << column);
          }
        }
      }
    }
  }

  private void swap(int one, int other, long mask) {
    long difference = (tables[one] ^ tables[other]) & mask;
    tables[one] ^= difference;
    tables[other] ^= difference;
  }

  private void compress(ByteBuffer block) {
    for (int i = 0; i < 8; i++) {
      x[i] = block.getLong(Long.BYTES * i);
    }
    long oldA = a;
    long oldB = b;
    long oldC = c;
    pass(5);
    scheduleKey(x);
    pass(7);
    scheduleKey(x);
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

  /** The key of the next pass. */
  static void scheduleKey(long[] x) {
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
}
