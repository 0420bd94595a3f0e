package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.connections.ConnectionSettings;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the torrents of a peer keep to.
 *
 * @param listen where other peers connect to; null takes the host's address
 * @param peers peers that every torrent tries, {@code HOST:PORT}
 * @param localAddresses whether what others name may be in our own network
 * @param maxConnections connections of one torrent
 * @param maxConnecting attempts to connect that one torrent has under way
 * @param maxRequests requests that wait at one peer, at the most
 * @param bufferBytes memory for the pieces under way of all torrents
 * @param exchangePeers peers tell each other of peers (BEP 11)
 * @param trust which servers are trusted
 * @param seedOnly of the content nothing is fetched
 * @param handshakeNanos how long a peer may take to introduce itself
 * @param idleNanos silence after which a peer is taken for gone
 */
public record SwarmSettings(
    @Nullable Endpoint listen,
    List<String> peers,
    AddressPolicy localAddresses,
    int maxConnections,
    int maxConnecting,
    int maxRequests,
    int bufferBytes,
    boolean exchangePeers,
    TlsClient.Trust trust,
    boolean seedOnly,
    long handshakeNanos,
    long idleNanos) {

  ConnectionSettings connecting(ConnectionSelector selector) {
    return new ConnectionSettings(
        maxConnections, maxConnecting, handshakeNanos, idleNanos, selector);
  }
}
