package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * What MD4 and Tiger have in common: blocks of 64 bytes in little-endian order, and an end of one
 * mark, zeros, and the length in bits.
 */
abstract class BlockDigest extends MessageDigest {

  private static final int BLOCK_BYTES = 64;

  private final byte mark;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long length;

  BlockDigest(String name, byte mark) {
    super(name);
    this.mark = mark;
  }

  /** Takes a block in: 64 bytes, read at their positions. */
  abstract void compress(ByteBuffer whole);

  /** Writes the hash, and begins anew. */
  abstract byte[] finish();

  abstract void restart();

  @Override
  protected final void engineUpdate(byte input) {
    length++;
    block.put(input);
    compressIfFull();
  }

  @Override
  protected final void engineUpdate(byte[] input, int offset, int count) {
    length += count;
    int at = offset;
    int end = offset + count;
    while (at < end) {
      int take = Math.min(end - at, block.remaining());
      block.put(input, at, take);
      at += take;
      compressIfFull();
    }
  }

  private void compressIfFull() {
    if (!block.hasRemaining()) {
      compress(block);
      block.clear();
    }
  }

  @Override
  protected final byte[] engineDigest() {
    long bits = length * 8;
    block.put(mark);
    if (block.remaining() < Long.BYTES) {
      fill(BLOCK_BYTES);
      compressIfFull();
    }
    fill(BLOCK_BYTES - Long.BYTES);
    block.putLong(bits);
    compress(block);
    byte[] hash = finish();
    engineReset();
    return hash;
  }

  private void fill(int until) {
    while (block.position() < until) {
      block.put((byte) 0);
    }
  }

  @Override
  protected final void engineReset() {
    block.clear();
    length = 0;
    restart();
  }
}
