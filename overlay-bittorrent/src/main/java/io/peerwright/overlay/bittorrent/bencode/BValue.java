package io.peerwright.overlay.bittorrent.bencode;

import java.nio.ByteBuffer;

/**
 * A bencoded value that was read. It keeps the bytes it was read from, because a hash covers those
 * and not what an encoder would make of the value.
 */
public abstract sealed class BValue permits BInteger, BString, BList, BDict {

  private final byte[] source;
  private final int from;
  private final int to;

  BValue(byte[] source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** The exact bytes of this value as they were found; read-only. */
  public final ByteBuffer encoded() {
    return ByteBuffer.wrap(source, from, to - from).slice().asReadOnlyBuffer();
  }

  final byte[] source() {
    return source;
  }

  /** What a person calls a value of this kind. */
  abstract String kind();
}
