package io.peerwright.multicast.auto;

import io.peerwright.multicast.flood.FloodPruneConfig;
import io.peerwright.multicast.ip.IpMulticastConfig;

/**
 * How IP multicast and the overlay between subnets are joined.
 *
 * @param useIp whether IP multicast is tried at all
 * @param ip how it is used within a subnet; its interfaces are those that are tried
 * @param floodPrune the overlay between subnets
 */
public record AutoConfig(boolean useIp, IpMulticastConfig ip, FloodPruneConfig floodPrune) {

  /** IP multicast on all interfaces where it works. */
  public static final AutoConfig DEFAULT =
      new AutoConfig(true, IpMulticastConfig.DEFAULT, FloodPruneConfig.DEFAULT);

  /** These settings with another overlay. */
  public AutoConfig withFloodPrune(FloodPruneConfig overlay) {
    return new AutoConfig(useIp, ip, overlay);
  }

  /** These settings with IP multicast, or without. */
  public AutoConfig withUseIp(boolean isUsed) {
    return new AutoConfig(isUsed, ip, floodPrune);
  }
}
