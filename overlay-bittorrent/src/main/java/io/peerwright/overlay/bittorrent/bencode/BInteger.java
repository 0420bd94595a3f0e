package io.peerwright.overlay.bittorrent.bencode;

/** An integer, within 64 bits. */
public final class BInteger extends BValue {

  private final long value;

  BInteger(byte[] source, int from, int to, long value) {
    super(source, from, to);
    this.value = value;
  }

  /** The number. */
  public long value() {
    return value;
  }

  @Override
  String kind() {
    return "an integer";
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
