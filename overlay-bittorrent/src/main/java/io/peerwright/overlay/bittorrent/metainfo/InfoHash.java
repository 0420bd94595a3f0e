package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
    return read(ByteBuffer.wrap(new Urn(Urn.BTIH, text).hash()));
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
    return Urn.ofHash(Urn.BTIH, bytes());
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
