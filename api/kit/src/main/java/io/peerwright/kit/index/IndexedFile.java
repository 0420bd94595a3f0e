package io.peerwright.kit.index;

import java.nio.charset.StandardCharsets;

/**
 * A file as the index takes it and gives it. One object is filled again and again, so that none is
 * made for each file of a million: what a call shows is valid during that call.
 *
 * <p>The name is a string of bytes. Of a content hash 128 bits are kept, such as an MD5 or an MD4
 * of eDonkey; all zeros stand for none. The numbers are those that overlays search by; 0 where
 * nothing is known.
 */
public final class IndexedFile {

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int count;
  private long hashHigh;
  private long hashLow;
  private long sizeBytes;
  private int bitrate;
  private int frequency;
  private int seconds;

  /** Nothing yet. */
  public IndexedFile() {}

  /** A file with a name of its own, each character of which is one byte. */
  public static IndexedFile of(
      String name, String hash, long sizeBytes, int bitrate, int frequency, int seconds) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    IndexedFile file = new IndexedFile().name(bytes, 0, bytes.length);
    byte[] digits = hash.getBytes(StandardCharsets.ISO_8859_1);
    return file.hash(digits, 0, digits.length).numbers(sizeBytes, bitrate, frequency, seconds);
  }

  /** Sets the name, which stays where it is. */
  public IndexedFile name(byte[] array, int start, int length) {
    bytes = array;
    from = start;
    count = length;
    return this;
  }

  /** Sets the content's hash; both 0 for none. */
  public IndexedFile hash(long high, long low) {
    hashHigh = high;
    hashLow = low;
    return this;
  }

  /** Sets the content's hash from its digits; anything but 32 hexadecimal ones counts as none. */
  public IndexedFile hash(byte[] digits, int start, int length) {
    boolean valid = Hash128.isOne(digits, start, length);
    return hash(
        valid ? Hash128.half(digits, start) : 0,
        valid ? Hash128.half(digits, start + Hash128.DIGITS / 2) : 0);
  }

  /** Sets the numbers. */
  public IndexedFile numbers(long size, int kbit, int hertz, int duration) {
    sizeBytes = size;
    bitrate = kbit;
    frequency = hertz;
    seconds = duration;
    return this;
  }

  /** The name as text, each byte of it a character. */
  public String name() {
    return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
  }

  /** Where the name's bytes are, from {@link #nameFrom()} on. */
  public byte[] nameBytes() {
    return bytes;
  }

  /** Where the name begins. */
  public int nameFrom() {
    return from;
  }

  /** The number of the name's bytes. */
  public int nameLength() {
    return count;
  }

  /** The first half of the content's hash. */
  public long hashHigh() {
    return hashHigh;
  }

  /** The second half of the content's hash. */
  public long hashLow() {
    return hashLow;
  }

  /** True if there is a hash. */
  public boolean hasHash() {
    return (hashHigh | hashLow) != 0;
  }

  /** The hash in hexadecimal digits, all zeros if there is none. */
  public String hash() {
    return Hash128.text(hashHigh, hashLow);
  }

  /** The file's size. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** In kbit/s. */
  public int bitrate() {
    return bitrate;
  }

  /** In Hz. */
  public int frequency() {
    return frequency;
  }

  /** The duration. */
  public int seconds() {
    return seconds;
  }
}
