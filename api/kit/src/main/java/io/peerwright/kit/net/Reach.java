package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;

/** From where an address can be reached, the nearest first. */
public enum Reach {
  /** Only from the host itself: loopback, and the unspecified address, which leads there, too. */
  HOST,
  /** From the same link: 169.254.0.0/16, where clouds keep their secrets, and fe80::/10. */
  LINK,
  /** From the same network: the private ranges, those shared behind a carrier's NAT, fc00::/7. */
  SITE,
  /** From everywhere. */
  WORLD;

  /** That of an address; of one that carries an IPv4 address inside it, what is nearer. */
  public static Reach of(Endpoint address) {
    if (address.isIpv4()) {
      return ofIpv4(address.ipv4());
    }
    long high = address.high();
    long low = address.low();
    if (high == 0) {
      // ::, ::1 and the IPv4-compatible form, which some systems still take for IPv4.
      return low >>> 32 == 0 ? (low <= 1 ? HOST : ofIpv4((int) low)) : WORLD;
    }
    if (high >>> 54 == 0xfe80 >>> 6) {
      return LINK;
    }
    if (high >>> 57 == 0xfc >>> 1 || high >>> 54 == 0xfec0 >>> 6) {
      return SITE;
    }
    if (high >>> 48 == 0x2002) {
      return ofIpv4((int) (high >>> 16));
    }
    boolean translated = high == 0x0064_ff9b_0000_0000L && low >>> 32 == 0;
    return translated ? ofIpv4((int) low) : WORLD;
  }

  private static Reach ofIpv4(int ip) {
    int first = ip >>> 24;
    if (first == 127 || first == 0) {
      return HOST;
    }
    if (ip >>> 16 == 0xa9fe) {
      return LINK;
    }
    boolean site =
        first == 10 || ip >>> 20 == 0xac1 || ip >>> 16 == 0xc0a8 || ip >>> 22 == 0x6440_0000 >>> 22;
    return site ? SITE : WORLD;
  }
}
