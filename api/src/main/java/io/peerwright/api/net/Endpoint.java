package io.peerwright.api.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An IP address and a port, in 40 bytes. Names are resolved elsewhere: see {@link
 * Transport#resolve}.
 *
 * @param high the first eight bytes of the IPv6 address; 0 for IPv4
 * @param low the last eight bytes; for IPv4 the mapped form {@code ::ffff:a.b.c.d}
 * @param port 0..65535
 * @param scope the interface index of a link-local IPv6 address, else 0; always 0 for IPv4
 */
public record Endpoint(long high, long low, int port, int scope) implements Comparable<Endpoint> {

  private static final long IPV4_PREFIX = 0xffff_0000_0000L;
  private static final long LOW_HALF = 0xffff_ffffL;
  private static final Pattern IPV6 =
      Pattern.compile("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9]+)?]");

  /** Checks the ranges. */
  public Endpoint {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be within 0..65535, is " + port);
    }
    if (scope < 0 || scope > 0 && isIpv4(high, low)) {
      throw new IllegalArgumentException("scope must not be negative, and 0 for IPv4, is " + scope);
    }
  }

  /** An IPv4 endpoint; the address in the usual order, so that 127.0.0.1 is 0x7f000001. */
  public static Endpoint ofIpv4(int address, int port) {
    return new Endpoint(0, IPV4_PREFIX | (address & LOW_HALF), port, 0);
  }

  /**
   * An endpoint from the 4 or 16 bytes of its address.
   *
   * @throws IllegalArgumentException on another length
   */
  public static Endpoint of(byte[] address, int port) {
    if (address.length == 4) {
      return ofIpv4((int) bigEndian(address, 0, 4), port);
    }
    if (address.length == 16) {
      return new Endpoint(bigEndian(address, 0, 8), bigEndian(address, 8, 8), port, 0);
    }
    throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.length);
  }

  /**
   * The endpoint of a socket address.
   *
   * @throws IllegalArgumentException if the address is not resolved
   */
  public static Endpoint of(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
    InetAddress ip = address.getAddress();
    Endpoint plain = of(ip.getAddress(), address.getPort());
    if (ip instanceof Inet6Address v6 && v6.getScopeId() != 0) {
      return new Endpoint(plain.high, plain.low, plain.port, v6.getScopeId());
    }
    return plain;
  }

  /**
   * Reads {@code 192.0.2.1:80}, {@code [2001:db8::1]:80} or {@code [fe80::1%2]:80}. No name is ever
   * looked up.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = number(text, colon + 1, text.length(), 5, 65_535);
    if (colon <= 0 || port < 0) {
      throw malformed(text);
    }
    return text.charAt(0) == '['
        ? of(new InetSocketAddress(parseIpv6(text, colon), port))
        : ofIpv4(parseIpv4(text, colon), port);
  }

  private static InetAddress parseIpv6(String text, int end) {
    if (!IPV6.matcher(text).region(0, end).matches()) {
      throw malformed(text);
    }
    try {
      // In brackets the JDK takes nothing but a literal.
      return InetAddress.getByName(text.substring(0, end));
    } catch (UnknownHostException e) {
      throw malformed(text);
    }
  }

  private static int parseIpv4(String text, int end) {
    int address = 0;
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int dot = i < 3 ? text.indexOf('.', from) : end;
      int octet = number(text, from, dot, 3, 255);
      if (octet < 0 || dot - from > 1 && text.charAt(from) == '0') {
        throw malformed(text);
      }
      address = address << 8 | octet;
      from = dot + 1;
    }
    return address;
  }

  /** A number of so many digits, at most; -1 for anything else. */
  private static int number(String text, int from, int end, int digits, int most) {
    int value = end > from && end - from <= digits ? 0 : -1;
    for (int i = from; i < end && value >= 0; i++) {
      char digit = text.charAt(i);
      value = digit >= '0' && digit <= '9' ? 10 * value + digit - '0' : -1;
    }
    return value > most ? -1 : value;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "not an endpoint: \"" + text + "\"; write 192.0.2.1:80 or [2001:db8::1]:80");
  }

  private static long bigEndian(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  /** True for an IPv4 address, also in its mapped form. */
  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  private static boolean isIpv4(long high, long low) {
    return high == 0 && (low & ~LOW_HALF) == IPV4_PREFIX;
  }

  /** The IPv4 address, 127.0.0.1 being 0x7f000001; meaningless unless {@link #isIpv4()}. */
  public int ipv4() {
    return (int) low;
  }

  /** True for class D and FF00::/8. */
  public boolean isMulticast() {
    return isIpv4() ? (ipv4() & 0xf000_0000) == 0xe000_0000 : high >>> 56 == 0xff;
  }

  /** True for 0.0.0.0 and ::. */
  public boolean isAnyLocal() {
    return isIpv4() ? ipv4() == 0 : high == 0 && low == 0;
  }

  /** True for 127.0.0.0/8 and ::1. */
  public boolean isLoopback() {
    return isIpv4() ? ipv4() >>> 24 == 127 : high == 0 && low == 1;
  }

  /** The same address with another port. */
  public Endpoint withPort(int other) {
    return other == port ? this : new Endpoint(high, low, other, scope);
  }

  /** The 4 or 16 bytes of the address. */
  public byte[] addressBytes() {
    byte[] bytes = new byte[isIpv4() ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      int shift = 8 * (bytes.length - 1 - i);
      bytes[i] = (byte) (shift >= 64 ? high >>> shift - 64 : low >>> shift);
    }
    return bytes;
  }

  /** As the JDK writes it down. */
  public InetSocketAddress toSocketAddress() {
    try {
      byte[] bytes = addressBytes();
      InetAddress address =
          scope == 0
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress(null, bytes, scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }

  /** IPv4 before IPv6, then by address, port and scope: the same everywhere. */
  @Override
  public int compareTo(Endpoint other) {
    int order = Boolean.compare(other.isIpv4(), isIpv4());
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    if (order == 0) {
      order = Long.compareUnsigned(low, other.low);
    }
    if (order == 0) {
      order = Integer.compare(port, other.port);
    }
    return order != 0 ? order : Integer.compare(scope, other.scope);
  }

  /** The form that {@link #parse} reads; IPv6 addresses as RFC 5952 writes them. */
  @Override
  public String toString() {
    if (isIpv4()) {
      int ip = ipv4();
      return (ip >>> 24)
          + "."
          + (ip >>> 16 & 255)
          + "."
          + (ip >>> 8 & 255)
          + "."
          + (ip & 255)
          + ":"
          + port;
    }
    StringBuilder text = new StringBuilder("[");
    appendGroups(text);
    if (scope != 0) {
      text.append('%').append(scope);
    }
    return text.append("]:").append(port).toString();
  }

  private void appendGroups(StringBuilder text) {
    int gap = longestRunOfZeros();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += zerosFrom(i) - 1;
      } else {
        String separator = i == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":";
        text.append(separator).append(Integer.toHexString(group(i)));
      }
    }
  }

  /** Where the longest run of two zero groups or more begins, -1 if there is none. */
  private int longestRunOfZeros() {
    int best = -1;
    for (int i = 0; i < 8; i++) {
      int run = zerosFrom(i);
      if (run > 1 && (best < 0 || run > zerosFrom(best))) {
        best = i;
      }
    }
    return best;
  }

  private int zerosFrom(int first) {
    int end = first;
    while (end < 8 && group(end) == 0) {
      end++;
    }
    return end - first;
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> 48 - index % 4 * 16) & 0xffff;
  }
}
