package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * The storage of a simulated peer that holds no byte of its own: what was written has been verified
 * before, so it is what everybody has.
 */
record SharedStorage(byte[] content, BitSet present) implements PieceStorage {

  @Override
  public Found find() {
    return new Found((BitSet) present.clone(), true);
  }

  @Override
  public void write(long offset, ByteBuffer source) {
    source.position(source.limit());
  }

  @Override
  public boolean read(long offset, ByteBuffer target) {
    target.put(content, (int) offset, target.remaining());
    return true;
  }

  @Override
  public void verified(int[] added, BitSet now) {}

  @Override
  public void checked(BitSet now) {}

  @Override
  public void sync() {}

  @Override
  public void close() {}
}
