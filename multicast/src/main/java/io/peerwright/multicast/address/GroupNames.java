package io.peerwright.multicast.address;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Addresses for groups that have only a name: whoever knows the name finds the group without asking
 * anybody.
 *
 * <p>A hash of the name gives the address: 18 bits of it in 239.192.0.0/14, the organization-local
 * scope, or 112 bits in FF15::/16, the transient groups of a site; and a port of the dynamic range,
 * 49152 to 65535. In the lowest 32 bits of the IPv6 address, which Ethernet sees, the first bit is
 * set, as RFC 3307 (section 4.3) wants it of group ids that no server assigns. Among 18 bits two of
 * 600 names share an address with a chance of one half; with the port, two of 77,000 do. {@link
 * NameCollisions} finds out.
 */
public final class GroupNames {

  private static final int ORGANIZATION_LOCAL = 239 << 24 | 192 << 16;
  private static final long TRANSIENT_SITE = 0xff15L << 48;
  private static final int FIRST_DYNAMIC_PORT = 49_152;

  private GroupNames() {}

  /** The IPv4 group of a name. */
  public static Endpoint ipv4(String name) {
    ByteBuffer hash = hash(name);
    return Endpoint.ofIpv4(ORGANIZATION_LOCAL | hash.getInt(0) & 0x3_ffff, port(hash));
  }

  /** The IPv6 group of a name. */
  public static Endpoint ipv6(String name) {
    ByteBuffer hash = hash(name);
    return new Endpoint(
        TRANSIENT_SITE | hash.getLong(0) >>> 16, hash.getLong(8) | 0x8000_0000L, port(hash), 0);
  }

  /** 64 bits that tell names of one address apart. */
  public static long fingerprint(String name) {
    return hash(name).getLong(20);
  }

  private static int port(ByteBuffer hash) {
    return FIRST_DYNAMIC_PORT | hash.getShort(16) & 0x3fff;
  }

  private static ByteBuffer hash(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
