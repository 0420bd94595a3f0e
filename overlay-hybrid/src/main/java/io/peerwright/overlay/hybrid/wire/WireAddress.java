package io.peerwright.overlay.hybrid.wire;

import io.peerwright.api.net.Endpoint;

/**
 * IPv4 addresses as the protocol writes them: the decimal value of the four bytes read as a
 * little-endian number, so that 127.0.0.1 is 16777343.
 */
public final class WireAddress {

  /** Eight groups, brackets and a port. */
  private static final int MAX_IPV6_TEXT = 47;

  private WireAddress() {}

  /** The number for an address; 0 for one that is not IPv4. */
  public static long of(Endpoint endpoint) {
    return endpoint.isIpv4() ? Integer.reverseBytes(endpoint.ipv4()) & 0xffff_ffffL : 0;
  }

  /**
   * The endpoint for a number and a port.
   *
   * @throws MalformedException if one of them is out of range
   */
  public static Endpoint endpoint(long address, long port) throws MalformedException {
    if (address < 0 || address > 0xffff_ffffL || port < 0 || port > 65_535) {
      throw new MalformedException();
    }
    return Endpoint.ofIpv4(Integer.reverseBytes((int) address), (int) port);
  }

  /** Writes an address and a port as two fields: zeros for IPv6, which these cannot say. */
  public static void write(FrameWriter writer, Endpoint at) {
    writer.field(of(at)).field(at.isIpv4() ? at.port() : 0);
  }

  /** Writes an IPv6 address and its port as one more field, which is the last one. */
  public static void writeIpv6(FrameWriter writer, Endpoint at) {
    if (!at.isIpv4() && at.port() > 0) {
      writer.field(new Endpoint(at.high(), at.low(), at.port(), 0).toString());
    }
  }

  /**
   * Takes the last field if it is an IPv6 address; what else may stand there is not ours.
   *
   * @return that, or the address that the numbers say
   * @throws MalformedException if they are out of range
   */
  public static Endpoint read(long address, long port, Fields fields) throws MalformedException {
    Endpoint numbers = endpoint(address, port);
    if (!fields.next()) {
      return numbers;
    }
    String more = fields.text();
    if (more.length() > MAX_IPV6_TEXT || !more.startsWith("[")) {
      return numbers;
    }
    try {
      return Endpoint.parse(more);
    } catch (IllegalArgumentException otherThings) {
      return numbers;
    }
  }
}
