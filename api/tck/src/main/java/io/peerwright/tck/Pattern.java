package io.peerwright.tck;

import java.nio.ByteBuffer;

/** Bytes that tell by themselves where in a stream they belong, so that no shift goes unseen. */
final class Pattern {

  private Pattern() {}

  static byte at(long position) {
    long mixed = (position + 1) * 0x9e3779b97f4a7c15L;
    return (byte) (mixed >>> 56);
  }

  static byte[] bytes(long from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = at(from + i);
    }
    return bytes;
  }

  static ByteBuffer buffer(long from, int count) {
    return ByteBuffer.wrap(bytes(from, count));
  }
}
