package io.peerwright.overlay.gnutella.message;

import io.peerwright.api.net.Endpoint;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The 16 bytes that name a message or a servent, for what is kept. Paths that see millions of them
 * take the two longs out of the buffer: {@link Header#guidHigh} and {@link Header#guidLow}.
 *
 * @param high bytes 0..7, big-endian
 * @param low bytes 8..15, big-endian
 */
public record Guid(long high, long low) implements Comparable<Guid> {

  /** How many bytes. */
  public static final int BYTES = 16;

  private static final long MODERN = 0xffL << 56;
  private static final long LAST_BYTE = 0xffL;

  /** One by chance, with the marks of a modern servent: byte 8 is 0xFF, byte 15 is 0. */
  public static Guid random(RandomGenerator random) {
    return new Guid(random.nextLong(), random.nextLong() & ~LAST_BYTE | MODERN);
  }

  /**
   * One for a query whose hits may come as datagrams: bytes 0..3 are the address, 13 and 14 the
   * port, little-endian; the rest is by chance.
   *
   * @throws IllegalArgumentException if the address is not IPv4
   */
  public static Guid outOfBand(Endpoint at, RandomGenerator random) {
    if (!at.isIpv4()) {
      throw new IllegalArgumentException(at + " does not fit into a GUID");
    }
    Guid chance = random(random);
    long port = (at.port() & 0xffL) << 16 | (at.port() >> 8 & 0xffL) << 8;
    return new Guid(
        (long) at.ipv4() << 32 | chance.high & 0xffff_ffffL, chance.low & ~0xffff00L | port);
  }

  /** From 32 hexadecimal digits. */
  public static Guid parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("not 32 hexadecimal digits: \"" + hex + "\"");
    }
    return new Guid(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  /** As {@link #parse}; null for anything else. */
  public static @Nullable Guid of(String text) {
    return text.matches("[0-9a-fA-F]{" + 2 * BYTES + "}") ? parse(text) : null;
  }

  /** Where hits of a query go that may come as datagrams; only its flags tell that they may. */
  public Endpoint outOfBandEndpoint() {
    int port = (int) (low >>> 16 & 0xff | (low >>> 8 & 0xff) << 8);
    return Endpoint.ofIpv4((int) (high >>> 32), port);
  }

  /** By their bytes. */
  @Override
  public int compareTo(Guid other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** 32 hexadecimal digits, lower case. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
