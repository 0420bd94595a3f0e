package io.peerwright.multicast.address;

import io.peerwright.api.net.Endpoint;

/**
 * A range of groups, such as 239.192.0.0/14 or ff15::/16.
 *
 * @param first its first address, port 0
 * @param bits how many bits all of its addresses share
 */
public record GroupPrefix(Endpoint first, int bits) {

  /** Checks the length. */
  public GroupPrefix {
    int most = first.isIpv4() ? 32 : 128;
    int least = first.isIpv4() ? 4 : 8;
    if (!first.isMulticast() || bits < least || bits > most) {
      throw new IllegalArgumentException(
          "not a range of groups: "
              + first
              + " with "
              + bits
              + " bits; write 239.192.0.0/14 or ff15::/16");
    }
  }

  /**
   * Reads one, as it is written above.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static GroupPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1 || text.length() - slash > 4) {
      throw malformed(text);
    }
    String address = text.substring(0, slash);
    String endpoint = address.indexOf(':') >= 0 ? "[" + address + "]:0" : address + ":0";
    try {
      return new GroupPrefix(Endpoint.parse(endpoint), Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "not a range of groups: \"" + text + "\"; write 239.192.0.0/14 or ff15::/16");
  }

  /** Whether a group is of this range. */
  public boolean contains(Endpoint group) {
    if (group.isIpv4() != first.isIpv4()) {
      return false;
    }
    if (first.isIpv4()) {
      return (group.ipv4() ^ first.ipv4()) >>> 32 - bits == 0;
    }
    int high = Math.min(bits, 64);
    int low = bits - high;
    return (group.high() ^ first.high()) >>> 64 - high == 0
        && (low == 0 || (group.low() ^ first.low()) >>> 64 - low == 0);
  }
}
