package io.peerwright.kit.limit;

import io.peerwright.api.net.Endpoint;

/**
 * The part of an address that one stranger has one of: all of an IPv4 address, the first 64 bits of
 * an IPv6 one, because whoever has one of these has 2^64. The IPv4 address behind a mapped ({@code
 * ::ffff:a.b.c.d}) or a translated one ({@code 64:ff9b::a.b.c.d}, RFC 6052) counts, not the
 * translator's network.
 *
 * @param network the IPv4 address in its mapped form, or the first eight bytes; the networks of the
 *     mapped form are not routed as IPv6, so that the two never meet
 */
public record AddressKey(long network) {

  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long TRANSLATED = 0x0064_ff9b_0000_0000L;
  private static final long LOW_HALF = 0xffff_ffffL;

  /** The key of an address; its port does not matter. */
  public static AddressKey of(Endpoint address) {
    return new AddressKey(network(address));
  }

  /** As {@link #of}, without an object. */
  public static long network(Endpoint address) {
    if (address.isIpv4()) {
      return address.low();
    }
    boolean translated = address.high() == TRANSLATED && (address.low() & ~LOW_HALF) == 0;
    return translated ? MAPPED | address.low() : address.high();
  }

  /** True if two addresses may be the same stranger's. */
  public static boolean isSame(Endpoint one, Endpoint other) {
    return network(one) == network(other);
  }

  /** The address, or the network with {@code /64}. */
  @Override
  public String toString() {
    boolean ipv4 = (network & ~LOW_HALF) == MAPPED;
    Endpoint address = ipv4 ? Endpoint.ofIpv4((int) network, 0) : new Endpoint(network, 0, 0, 0);
    String text = address.toString();
    return ipv4
        ? text.substring(0, text.length() - 2)
        : text.substring(1, text.length() - 3) + "/64";
  }
}
