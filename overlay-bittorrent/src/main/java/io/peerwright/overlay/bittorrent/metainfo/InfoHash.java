package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-1 of the exact bytes of a torrent's info dictionary (BEP 3): its name.
 *
 * @param high the first eight bytes
 * @param middle the next eight
 * @param low the last four
 */
public record InfoHash(long high, long middle, int low) implements Comparable<InfoHash> {

  /** How many bytes it has. */
  public static final int BYTES = 20;

  /** The namespace of its URN. */
  public static final String NAMESPACE = "btih";

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** Reads 20 bytes and moves the position past them. */
  public static InfoHash read(ByteBuffer bytes) {
    return new InfoHash(bytes.getLong(), bytes.getLong(), bytes.getInt());
  }

  /** The hash of an info dictionary. */
  public static InfoHash of(ByteBuffer info) {
    MessageDigest sha1 = sha1();
    sha1.update(info.duplicate());
    return read(ByteBuffer.wrap(sha1.digest()));
  }

  /**
   * Reads 40 hexadecimal or 32 base32 digits (BEP 9).
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static InfoHash parse(String text) {
    if (text.matches("[0-9a-fA-F]{40}")) {
      return read(ByteBuffer.wrap(HexFormat.of().parseHex(text)));
    }
    if (text.matches("[a-zA-Z2-7]{32}")) {
      return read(ByteBuffer.wrap(base32(text.toUpperCase(Locale.ROOT))));
    }
    throw new IllegalArgumentException(
        "an info-hash has 40 hexadecimal or 32 base32 digits, this has not: \"" + text + "\"");
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[BYTES];
    int at = 0;
    int bits = 0;
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      bits = bits << 5 | BASE32.indexOf(text.charAt(i));
      count += 5;
      if (count >= 8) {
        count -= 8;
        bytes[at++] = (byte) (bits >>> count);
      }
    }
    return bytes;
  }

  /** A digest of the kind that BitTorrent names content by. */
  public static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** The 20 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(middle).putInt(low).array();
  }

  /** As {@code urn:btih:...}. */
  public Urn urn() {
    return new Urn(NAMESPACE, toString());
  }

  /** By the bytes, unsigned. */
  @Override
  public int compareTo(InfoHash other) {
    int order = Long.compareUnsigned(high, other.high);
    order = order != 0 ? order : Long.compareUnsigned(middle, other.middle);
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  /** 40 hexadecimal digits in lower case. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
