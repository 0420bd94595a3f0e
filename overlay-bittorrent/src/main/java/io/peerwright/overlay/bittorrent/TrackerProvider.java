package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.bittorrent.tracker.PeerStore;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.overlay.bittorrent.tracker.TrackerServer;
import java.util.Set;

/** Makes trackers: {@code "type": "bittorrent-tracker"}. */
public final class TrackerProvider implements OverlayProvider<TrackerConfig> {

  /** For the service loader. */
  public TrackerProvider() {}

  @Override
  public String name() {
    return "bittorrent-tracker";
  }

  @Override
  public Class<TrackerConfig> configType() {
    return TrackerConfig.class;
  }

  @Override
  public TrackerConfig defaults() {
    return TrackerConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "listen" ->
          "where to listen for TCP and UDP; the host's address if not given, port 6969 if it has"
              + " none";
      case "http" -> "whether announces over HTTP are answered";
      case "udp" -> "whether announces over UDP are answered";
      case "interval" -> "how long peers are to wait between announces, 1m..24h";
      case "minInterval" -> "how soon a peer may announce again if it must, 1s..interval";
      case "defaultPeers" -> "peers told to who does not say how many, 0..maxPeersPerAnswer";
      case "maxPeersPerAnswer" -> "peers told at the most, 1..2000; over UDP what 1,400 bytes hold";
      case "maxPeers" -> "peers of each address family that are remembered, 1..100000000";
      case "maxSwarms" -> "swarms of each address family that are remembered, 1..100000000";
      case "maxPeersPerSwarm" -> "peers of one swarm and address family, 1..100000000";
      case "maxPeersPerAddress" -> "peers of one IPv4 address or IPv6 network /64, 1..65535";
      case "maxRequestsPerSecond" -> "requests of one such address in a second, 1..100000000";
      case "maxConnections" -> "connections over HTTP at a time, 1..1000000";
      case "maxConnectionsPerAddress" -> "connections of one address at a time, 1..1000000";
      case "maxMemoryMebibytes" ->
          "for peers (three quarters), connections and answers, 0..1048576; 0: half of the heap";
      case "requestTimeout" -> "how long an HTTP request may take to arrive, 1s..10m";
      case "whitelist" -> "info-hashes (40 hexadecimal digits) that alone are served; none: all";
      case "whitelistFile" -> "a file with one more info-hash a line, read at the start";
      case "keys" -> "a private tracker: URLs begin with one of them, as in /KEY/announce";
      case "natCheck" -> "tells others of a peer only when it has answered a connection";
      case "believeAddresses" ->
          "notes peers under the address they name, which may be somebody else's";
      case "localAddresses" ->
          "who may name addresses of this host and its network: local sources only, or any (labs)";
      default -> "";
    };
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return TrackerServer.CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, TrackerConfig config) {
    return new TrackerServer(name(), host, config);
  }

  /**
   * Makes a tracker with a store of the application's own, which several trackers may share.
   *
   * @param store {@link io.peerwright.overlay.bittorrent.tracker.SharedPeerStore} if they do
   */
  public Overlay create(Host host, TrackerConfig config, PeerStore store) {
    return new TrackerServer(name(), host, config, store);
  }
}
