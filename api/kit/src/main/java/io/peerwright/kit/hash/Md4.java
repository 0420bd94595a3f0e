package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MD4 (RFC 1320). Long broken: it tells damage and mix-ups, and never that nobody has made another
 * file of the same hash. eDonkey names files by it all the same.
 */
public final class Md4 extends BlockDigest {

  /** Of a hash. */
  public static final int HASH_BYTES = 16;

  private static final int[] SECOND_ORDER = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};
  private static final int[] THIRD_ORDER = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
  private static final int[] FIRST_SHIFTS = {3, 7, 11, 19};
  private static final int[] SECOND_SHIFTS = {3, 5, 9, 13};
  private static final int[] THIRD_SHIFTS = {3, 9, 11, 15};
  private static final int SQUARE_ROOT_OF_2 = 0x5a827999;
  private static final int SQUARE_ROOT_OF_3 = 0x6ed9eba1;

  private int a;
  private int b;
  private int c;
  private int d;

  /** Nothing taken yet. */
  public Md4() {
    super("MD4", (byte) 0x80);
    restart();
  }

  @Override
  void restart() {
    a = 0x67452301;
    b = 0xefcdab89;
    c = 0x98badcfe;
    d = 0x10325476;
  }

  @Override
  void compress(ByteBuffer block) {
    int oldA = a;
    int oldB = b;
    int oldC = c;
    int oldD = d;
    for (int i = 0; i < 16; i++) {
      step((b & c | ~b & d) + word(block, i), FIRST_SHIFTS[i & 3]);
    }
    for (int i = 0; i < 16; i++) {
      int majority = b & c | b & d | c & d;
      step(majority + word(block, SECOND_ORDER[i]) + SQUARE_ROOT_OF_2, SECOND_SHIFTS[i & 3]);
    }
    for (int i = 0; i < 16; i++) {
      int parity = b ^ c ^ d;
      step(parity + word(block, THIRD_ORDER[i]) + SQUARE_ROOT_OF_3, THIRD_SHIFTS[i & 3]);
    }
    a += oldA;
    b += oldB;
    c += oldC;
    d += oldD;
  }

  private static int word(ByteBuffer block, int number) {
    return block.getInt(Integer.BYTES * number);
  }

  /** One operation; the four words change their places instead of the operation its words. */
  private void step(int added, int shift) {
    int changed = Integer.rotateLeft(a + added, shift);
    a = d;
    d = c;
    c = b;
    b = changed;
  }

  @Override
  byte[] finish() {
    ByteBuffer out = ByteBuffer.allocate(HASH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(a).putInt(b).putInt(c).putInt(d).array();
  }
}
