package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import io.peerwright.overlay.hybrid.client.HybridClient;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import java.util.Set;

/** Makes Napster clients: peers that publish their files at a central index server. */
public final class HybridProvider implements OverlayProvider<HybridConfig> {

  /** The name in the configuration. */
  public static final String NAME = "hybrid";

  private static final Set<Class<? extends Capability>> CAPABILITIES =
      Set.of(
          KeywordSearch.class,
          Sharing.class,
          Fetch.class,
          ContentSources.class,
          Browse.class,
          EventSource.class);

  /** For the service loader. */
  public HybridProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<HybridConfig> configType() {
    return HybridConfig.class;
  }

  @Override
  public HybridConfig defaults() {
    return HybridConfig.DEFAULT;
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, HybridConfig config) {
    return new HybridClient(NAME, CAPABILITIES, host, config);
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "servers" ->
          "index servers as host:port, or metaservers as meta:host:8875, tried in this order";
      case "nick" -> "name at the server, up to 32 characters; empty makes one of the host's name";
      case "password" -> "for the nick, 1 to 64 characters; travels in clear";
      case "email" -> "registers the nick with this address if it is free; empty: log in only";
      case "listen" -> "data port where others fetch files; null takes the host's address";
      case "firewalled" -> "nobody can connect to us: no data port, uploads connect out";
      case "linkSpeed" -> "what others are told: 0 unknown, 1 14.4, 7 cable, 8 DSL, 9 T1, 10 T3";
      case "maxUploads" -> "uploads at a time, 0..10000";
      case "maxUploadsPerUser" -> "of these, to one user, 1..10000";
      case "queueLength" -> "downloaders that may wait for an upload slot, 0..100000";
      case "uploadRate" -> "bytes per second of all uploads together; 0: no limit";
      case "uploadRatePerFile" -> "bytes per second of each upload; 0: no limit";
      case "sourcesAtOnce" ->
          "uploaders of one file at a time, 1..64; more than one only where a hash says that they"
              + " have the same";
      case "requestTimeout" -> "how long a server or a peer may take to answer, 100ms..1d";
      case "stallTimeout" -> "how long a transfer may stand still before a new try, 100ms..1d";
      case "queueRetry" -> "how often a queued download asks again, 100ms..1d";
      case "reconnectMin" -> "wait before the first try to log in again, doubles with each";
      case "reconnectMax" -> "longest wait before a try to log in again, 100ms..1d";
      case "keepAlive" -> "silence of the server after which it is tried out, 100ms..1d";
      case "addresses" ->
          "which addresses a server may name to us: local-sources: local ones only if it is local"
              + " itself; any: all";
      default -> "";
    };
  }
}
