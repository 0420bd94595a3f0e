package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trackers as sources of peers, for all torrents of one host: they share a socket for UDP. */
public final class TrackerSources implements PeerSource.Factory {

  private final TlsClient.Trust trust;
  private final Map<Endpoint, TrackerClient> clients = new LinkedHashMap<>();

  /**
   * Without a client yet.
   *
   * @param trust whose certificates are accepted over HTTPS
   */
  public TrackerSources(TlsClient.Trust trust) {
    this.trust = trust;
  }

  @Override
  public PeerSource create(Host host, PeerSource.Torrent torrent, PeerSource.Sink sink) {
    TrackerClient client =
        clients.computeIfAbsent(
            torrent.listen().withPort(0), local -> new TrackerClient(host, local, trust));
    return new Announcer(host, client, torrent, sink);
  }
}
