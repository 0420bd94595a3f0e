package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Endpoints as bytes, for protocols that have no form of their own: a byte for the length of the
 * address, 4 or 16, the address, two bytes for the port. Each endpoint has one form.
 */
public final class EndpointBytes {

  /** The longest one. */
  public static final int MAX_BYTES = 1 + 16 + 2;

  private EndpointBytes() {}

  /**
   * Writes one.
   *
   * @throws IllegalArgumentException if it has a scope, and so means nothing on other hosts
   */
  public static void write(ByteBuffer out, Endpoint endpoint) {
    if (endpoint.scope() != 0) {
      throw new IllegalArgumentException(endpoint + " means nothing on other hosts");
    }
    byte[] address = endpoint.addressBytes();
    out.put((byte) address.length).put(address).putShort((short) endpoint.port());
  }

  /** How long it is when it is written. */
  public static int length(Endpoint endpoint) {
    return 1 + (endpoint.isIpv4() ? 4 : 16) + 2;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if that is none, or an IPv4 address in the form of IPv6
   * @throws BufferUnderflowException if it is cut off
   */
  public static Endpoint read(ByteBuffer in) {
    int length = in.get();
    if (length != 4 && length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + length);
    }
    byte[] address = new byte[length];
    in.get(address);
    Endpoint endpoint = Endpoint.of(address, in.getShort() & 0xffff);
    if (endpoint.isIpv4() != (length == 4)) {
      throw new IllegalArgumentException(endpoint + " is written with 4 bytes");
    }
    return endpoint;
  }
}
