package io.peerwright.overlay.bittorrent.bencode;

import java.util.List;

/** A list of values of any kind. */
public final class BList extends BValue {

  private final List<BValue> values;

  BList(byte[] source, int from, int to, List<BValue> values) {
    super(source, from, to);
    this.values = List.copyOf(values);
  }

  /** The values, in their order; unmodifiable. */
  public List<BValue> values() {
    return values;
  }

  @Override
  String kind() {
    return "a list";
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
