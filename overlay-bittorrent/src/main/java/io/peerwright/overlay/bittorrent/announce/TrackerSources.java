package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trackers as sources of peers, for all torrents of one host: they share a socket for UDP. */
public final class TrackerSources implements PeerSource.Factory {

  private final AnnounceOptions options;
  private final Map<Endpoint, TrackerClient> clients = new LinkedHashMap<>();

  /** Without a client yet. */
  public TrackerSources(AnnounceOptions options) {
    this.options = options;
  }

  @Override
  public PeerSource create(Host host, PeerSource.Torrent torrent, PeerSource.Sink sink) {
    TrackerClient client =
        clients.computeIfAbsent(
            torrent.listen().withPort(0),
            local -> new TrackerClient(host, local, options.trust(), options.addresses()));
    return new Announcer(host, client, options, torrent, sink);
  }
}
