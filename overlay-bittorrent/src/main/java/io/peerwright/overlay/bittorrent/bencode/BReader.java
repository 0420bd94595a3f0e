package io.peerwright.overlay.bittorrent.bencode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads bencoded values (BEP 3). Takes what has one meaning only, as other clients do: keys in any
 * order, of a key that is there twice the first, leading zeros. Nothing may be cut off. What is
 * hashed are the bytes as they were found, so that nothing of this changes a name. What it holds is
 * bounded by the length of the input.
 */
public final class BReader {

  /**
   * What a reader puts up with.
   *
   * @param maxDepth how deep lists and dictionaries may be nested, 1..256
   * @param maxValues how many values there may be in all
   */
  public record Limits(int maxDepth, int maxValues) {

    /** For a description of content, which may have a hundred thousand files. */
    public static final Limits METAINFO = new Limits(32, 2_000_000);

    /** For one message of a peer or an answer of a tracker. */
    public static final Limits MESSAGE = new Limits(8, 20_000);

    /** Checks the ranges. */
    public Limits {
      if (maxDepth < 1 || maxDepth > 256 || maxValues < 1) {
        throw new IllegalArgumentException("maxDepth must be within 1..256, maxValues at least 1");
      }
    }
  }

  private static final int LONGEST_LENGTH = 10;

  private final byte[] source;
  private final Limits limits;
  private int at;
  private int values;

  private BReader(byte[] source, Limits limits) {
    this.source = source;
    this.limits = limits;
  }

  /**
   * Reads the one value that the bytes are.
   *
   * @param bytes kept by the value and not to be changed afterwards
   */
  public static BValue read(byte[] bytes, Limits limits) throws BencodeException {
    BReader reader = new BReader(bytes, limits);
    BValue value = reader.value(0);
    if (reader.at < bytes.length) {
      throw reader.wrong("there are bytes after the end of the value");
    }
    return value;
  }

  /**
   * Reads the dictionary that the bytes start with, whatever comes behind it.
   *
   * @param bytes kept by the value and not to be changed afterwards
   */
  public static BDict readLeadingDict(byte[] bytes, Limits limits) throws BencodeException {
    return asDict(new BReader(bytes, limits).value(0));
  }

  /**
   * Reads the value that a message starts with and moves its position past it.
   *
   * @param message copied up to its limit
   */
  public static BValue readFirst(ByteBuffer message, Limits limits) throws BencodeException {
    byte[] bytes = new byte[message.remaining()];
    message.get(message.position(), bytes);
    BReader reader = new BReader(bytes, limits);
    BValue value = reader.value(0);
    message.position(message.position() + reader.at);
    return value;
  }

  /** As {@link #read}, for the most common case: a dictionary at the top. */
  public static BDict readDict(byte[] bytes, Limits limits) throws BencodeException {
    return asDict(read(bytes, limits));
  }

  /** As {@link #readFirst}, for the most common case: a dictionary at the top. */
  public static BDict readFirstDict(ByteBuffer message, Limits limits) throws BencodeException {
    return asDict(readFirst(message, limits));
  }

  private static BDict asDict(BValue value) throws BencodeException {
    if (value instanceof BDict dict) {
      return dict;
    }
    throw new BencodeException("must be a dictionary, is " + value.kind());
  }

  private BValue value(int depth) throws BencodeException {
    if (++values > limits.maxValues()) {
      throw wrong("more than " + limits.maxValues() + " values");
    }
    if (depth > limits.maxDepth()) {
      throw wrong("nested deeper than " + limits.maxDepth());
    }
    return switch (peek()) {
      case 'i' -> integer();
      case 'l' -> list(depth);
      case 'd' -> dict(depth);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> string();
      default -> throw wrong("no value starts with the byte " + (peek() & 0xff));
    };
  }

  private BInteger integer() throws BencodeException {
    int from = at++;
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int digits = at;
    long value = 0;
    while (isDigit(peek())) {
      int digit = source[at] - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        throw wrong("an integer does not fit into 64 bits");
      }
      // Counted downwards, because the smallest number has no positive counterpart.
      value = 10 * value - digit;
      at++;
    }
    if (at == digits || peek() != 'e') {
      throw wrong("an integer is digits between i and e");
    }
    if (!negative && value == Long.MIN_VALUE) {
      throw wrong("an integer does not fit into 64 bits");
    }
    at++;
    return new BInteger(source, from, at, negative ? value : -value);
  }

  private BString string() throws BencodeException {
    int from = at;
    long length = 0;
    while (isDigit(peek())) {
      length = 10 * length + source[at++] - '0';
      if (at - from > LONGEST_LENGTH) {
        throw wrong("the length of a string has too many digits");
      }
    }
    if (peek() != ':') {
      throw wrong("a string has a colon after its length");
    }
    int start = ++at;
    if (length > source.length - start) {
      throw wrong("a string of " + length + " bytes is longer than what is there");
    }
    at += (int) length;
    return new BString(source, from, at, start);
  }

  private BList list(int depth) throws BencodeException {
    int from = at++;
    List<BValue> found = new ArrayList<>();
    while (peek() != 'e') {
      found.add(value(depth + 1));
    }
    at++;
    return new BList(source, from, at, found);
  }

  private BDict dict(int depth) throws BencodeException {
    int from = at++;
    TreeMap<String, BValue> found = new TreeMap<>();
    while (peek() != 'e') {
      if (!isDigit(peek())) {
        throw wrong("a key must be a string");
      }
      String key = string().latin1();
      found.putIfAbsent(key, value(depth + 1));
    }
    at++;
    return new BDict(source, from, at, found);
  }

  private byte peek() throws BencodeException {
    if (at >= source.length) {
      throw wrong("the bytes end in the middle of a value");
    }
    return source[at];
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private BencodeException wrong(String what) {
    return new BencodeException("not bencoded: " + what + " (at byte " + at + ")");
  }
}
