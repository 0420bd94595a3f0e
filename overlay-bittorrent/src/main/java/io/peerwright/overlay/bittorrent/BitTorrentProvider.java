package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import java.util.Set;

/** Makes BitTorrent peers. */
public final class BitTorrentProvider implements OverlayProvider<BitTorrentConfig> {

  /** The name in the configuration. */
  public static final String NAME = "bittorrent";

  private static final Set<Class<? extends Capability>> CAPABILITIES =
      Set.of(Swarm.class, Fetch.class, ContentSources.class, EventSource.class);

  /** For the service loader. */
  public BitTorrentProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<BitTorrentConfig> configType() {
    return BitTorrentConfig.class;
  }

  @Override
  public BitTorrentConfig defaults() {
    return BitTorrentConfig.DEFAULT;
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Overlay create(Host host, BitTorrentConfig config) {
    return create(host, config, BitTorrentParts.of(config));
  }

  /** Makes a peer with parts of the application's own. */
  public Overlay create(Host host, BitTorrentConfig config, BitTorrentParts parts) {
    return new BitTorrentPeer(CAPABILITIES, host, config, parts);
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "listen" -> "where other peers connect to; null takes the host's address";
      case "peers" -> "HOST:PORT of peers that every torrent tries, besides those it hears of";
      case "trackers" -> "URLs that every torrent is announced to besides its own; no private one";
      case "announceTo" -> "a tracker of all tiers, or the first of all that answers (BEP 12)";
      case "localAddresses" ->
          "who may name addresses of this host and its network: local sources only, or any (labs)";
      case "maxConnections" -> "connections of one torrent, 1..10000";
      case "maxConnecting" -> "attempts to connect that one torrent has under way, 1..1000";
      case "uploadSlots" -> "peers of one torrent served by merit, 1..1000; one more by luck";
      case "choking" -> "whom to serve";
      case "order" -> "which piece to begin; begun ones are finished first";
      case "maxRequests" -> "requests that wait at one peer at the most, 1..5000";
      case "bufferBytes" -> "memory for pieces under way of all torrents, 1 MiB..1 GiB";
      case "preallocate" -> "fill files with zeros before the first piece; else they are sparse";
      case "exchangePeers" -> "tell peers of peers (BEP 11), but in private torrents";
      case "limits" -> "how fast content may come and go, bytes/s, to 8000000000; 0: unlimited";
      case "limits.up" -> "bytes/s to all peers together; 0: unlimited";
      case "limits.down" -> "bytes/s from all peers and web seeds together; 0: unlimited";
      case "limits.torrentUp" -> "bytes/s to all peers of each torrent; 0: unlimited";
      case "limits.torrentDown" ->
          "bytes/s from all peers and web seeds of each torrent; 0: unlimited";
      case "limits.peerUp" -> "bytes/s to each peer; 0: unlimited";
      case "limits.peerDown" -> "bytes/s from each peer; 0: unlimited";
      case "verifyServers" -> "whether trackers and web seeds need a trusted certificate (HTTPS)";
      case "trustStore" ->
          "PEM file with the certificates to trust; null: those that the JDK trusts";
      case "state" ->
          "folder of the peer's notes; null: peerwright in XDG_STATE_HOME or ~/.local/state";
      case "seedOnly" -> "seed what is here; fetch, write and rename nothing of the content";
      case "handshakeTimeout" -> "how long a peer may take to introduce itself, 100ms..1d";
      case "idleTimeout" -> "silence after which a peer is taken for gone, 100ms..1d";
      default -> "";
    };
  }
}
