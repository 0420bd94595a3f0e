package io.peerwright.overlay.hybrid.index;

import java.nio.charset.StandardCharsets;

/**
 * A file as the index takes it and gives it. One object is filled again and again, so that none is
 * made for each file of a million: what a call shows is valid during that call.
 *
 * <p>The name is a string of bytes. Of a content hash nothing but an md5 is known here; all zeros
 * means that there is none.
 */
public final class IndexedFile {

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int count;
  private long md5High;
  private long md5Low;
  private long sizeBytes;
  private int bitrate;
  private int frequency;
  private int seconds;

  /** A file with a name of its own, each character of which is one byte. */
  public static IndexedFile of(
      String name, String md5, long sizeBytes, int bitrate, int frequency, int seconds) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    IndexedFile file = new IndexedFile().name(bytes, 0, bytes.length);
    byte[] digits = md5.getBytes(StandardCharsets.ISO_8859_1);
    return file.md5(digits, 0, digits.length).numbers(sizeBytes, bitrate, frequency, seconds);
  }

  /** Sets the name, which stays where it is. */
  public IndexedFile name(byte[] array, int start, int length) {
    bytes = array;
    from = start;
    count = length;
    return this;
  }

  /** Sets the md5; both 0 for none. */
  public IndexedFile md5(long high, long low) {
    md5High = high;
    md5Low = low;
    return this;
  }

  /** Sets the md5 from its digits; anything but 32 hexadecimal ones counts as none. */
  public IndexedFile md5(byte[] digits, int start, int length) {
    boolean valid = Md5.isMd5(digits, start, length);
    return md5(
        valid ? Md5.half(digits, start) : 0, valid ? Md5.half(digits, start + Md5.DIGITS / 2) : 0);
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

  /** The first half of the md5. */
  public long md5High() {
    return md5High;
  }

  /** The second half of the md5. */
  public long md5Low() {
    return md5Low;
  }

  /** True if there is an md5. */
  public boolean hasMd5() {
    return (md5High | md5Low) != 0;
  }

  /** The md5 in hexadecimal digits, all zeros if there is none. */
  public String md5() {
    return Md5.text(md5High, md5Low);
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
