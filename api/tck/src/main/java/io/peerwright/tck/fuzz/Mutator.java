package io.peerwright.tck.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Damages samples in the ways in which broken and hostile programs do: by a seed. */
final class Mutator {

  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_PART = 40;
  private static final int[] ODD = {0, 1, 0x7f, 0x80, 0xff, ' ', '\r', '\n', '"', '0', '9', '-'};

  private final List<byte[]> samples;
  private final Random random;

  Mutator(List<byte[]> samples, long seed) {
    this.samples = samples;
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] bytes = any();
    for (int i = random.nextInt(MOST_CHANGES) + 1; i > 0; i--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return samples.get(random.nextInt(samples.size())).clone();
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(LONGEST_PART));
    switch (random.nextInt(7)) {
      case 0:
        if (at < bytes.length) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      case 1:
        if (at < bytes.length) {
          bytes[at] = odd();
        }
        return bytes;
      case 2:
        return spliced(bytes, at, new byte[] {odd()}, 0, 1, at);
      case 3:
        return spliced(bytes, at, bytes, at, at, end);
      case 4:
        return spliced(bytes, at, bytes, at, end, at);
      case 5:
        byte[] other = any();
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(LONGEST_PART));
        return spliced(bytes, at, other, from, to, random.nextBoolean() ? at : end);
      default:
        return spliced(bytes, at, bytes, 0, 0, random.nextInt(8) == 0 ? bytes.length : end);
    }
  }

  private byte odd() {
    return (byte) (random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : random.nextInt(256));
  }

  /** {@code bytes} up to {@code at}, a part of {@code other}, {@code bytes} from {@code on}. */
  private static byte[] spliced(byte[] bytes, int at, byte[] other, int from, int to, int on) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + LONGEST_PART);
    out.write(bytes, 0, at);
    out.write(other, from, to - from);
    out.write(bytes, on, bytes.length - on);
    return out.toByteArray();
  }
}
