package io.peerwright.multicast.auto;

import io.peerwright.multicast.endhost.EndHostConfig;
import io.peerwright.multicast.flood.FloodPruneConfig;
import io.peerwright.multicast.ip.IpMulticastConfig;

/**
 * How IP multicast and the overlay between subnets are joined.
 *
 * @param useIp whether IP multicast is tried at all
 * @param ip how it is used within a subnet; its interfaces are those that are tried
 * @param between which overlay links the subnets
 * @param endHost how end-host multicast is used, if that links them
 * @param floodPrune how flood and prune is used, if that links them
 */
public record AutoConfig(
    boolean useIp,
    IpMulticastConfig ip,
    Between between,
    EndHostConfig endHost,
    FloodPruneConfig floodPrune) {

  /** The overlays there are. */
  public enum Between {
    /** Members find each other at a rendezvous server. */
    END_HOST,
    /** Peers are routers of a graph, with configured neighbours. */
    FLOOD_PRUNE
  }

  /** IP multicast on all interfaces where it works, end-host multicast elsewhere. */
  public static final AutoConfig DEFAULT =
      new AutoConfig(
          true,
          IpMulticastConfig.DEFAULT,
          Between.END_HOST,
          EndHostConfig.DEFAULT,
          FloodPruneConfig.DEFAULT);

  /** These settings with end-host multicast between subnets. */
  public AutoConfig withEndHost(EndHostConfig overlay) {
    return new AutoConfig(useIp, ip, Between.END_HOST, overlay, floodPrune);
  }

  /** These settings with flood and prune between subnets. */
  public AutoConfig withFloodPrune(FloodPruneConfig overlay) {
    return new AutoConfig(useIp, ip, Between.FLOOD_PRUNE, endHost, overlay);
  }

  /** These settings with IP multicast, or without. */
  public AutoConfig withUseIp(boolean isUsed) {
    return new AutoConfig(isUsed, ip, between, endHost, floodPrune);
  }

  /** The longest message of the overlay that is used, in bytes. */
  int maxMessageBytes() {
    return between == Between.END_HOST ? endHost.maxMessageBytes() : floodPrune.maxMessageBytes();
  }
}
