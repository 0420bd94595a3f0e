package io.peerwright.overlay.hybrid.wire;

import io.peerwright.api.net.Endpoint;

/**
 * IPv4 addresses as the protocol writes them: the decimal value of the four bytes read as a
 * little-endian number, so that 127.0.0.1 is 16777343.
 */
public final class WireAddress {

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
}
