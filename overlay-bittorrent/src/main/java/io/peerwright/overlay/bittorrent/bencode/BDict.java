package io.peerwright.overlay.bittorrent.bencode;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A dictionary. Keys are ASCII in all that BitTorrent defines; others are one char per byte. */
public final class BDict extends BValue {

  private final SortedMap<String, BValue> values;

  BDict(byte[] source, int from, int to, SortedMap<String, BValue> values) {
    super(source, from, to);
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /** The entries, sorted by the bytes of their keys; unmodifiable. */
  public Map<String, BValue> values() {
    return values;
  }

  /** The value of a key, null if there is none. */
  public @Nullable BValue get(String key) {
    return values.get(key);
  }

  /** The integer of a key, or another if there is none or it is of another kind. */
  public long integerOr(String key, long otherwise) {
    return values.get(key) instanceof BInteger integer ? integer.value() : otherwise;
  }

  /** The string of a key, null if there is none or it is of another kind. */
  public @Nullable BString optionalString(String key) {
    return values.get(key) instanceof BString string ? string : null;
  }

  /** The list of a key, null if there is none or it is of another kind. */
  public @Nullable BList optionalList(String key) {
    return values.get(key) instanceof BList list ? list : null;
  }

  /** The dictionary of a key, null if there is none or it is of another kind. */
  public @Nullable BDict optionalDict(String key) {
    return values.get(key) instanceof BDict dict ? dict : null;
  }

  /** The integer of a key that must be there. */
  public long integer(String key) throws BencodeException {
    return required(key, BInteger.class, "an integer").value();
  }

  /** The string of a key that must be there. */
  public BString string(String key) throws BencodeException {
    return required(key, BString.class, "a string");
  }

  /** The list of a key that must be there. */
  public BList list(String key) throws BencodeException {
    return required(key, BList.class, "a list");
  }

  /** The dictionary of a key that must be there. */
  public BDict dict(String key) throws BencodeException {
    return required(key, BDict.class, "a dictionary");
  }

  private <T extends BValue> T required(String key, Class<T> type, String kind)
      throws BencodeException {
    BValue value = values.get(key);
    if (value == null) {
      throw new BencodeException("\"" + key + "\" is missing");
    }
    if (!type.isInstance(value)) {
      throw new BencodeException("\"" + key + "\" must be " + kind + ", is " + value.kind());
    }
    return type.cast(value);
  }

  @Override
  String kind() {
    return "a dictionary";
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
