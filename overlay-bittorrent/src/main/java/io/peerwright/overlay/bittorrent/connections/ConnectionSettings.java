package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.overlay.bittorrent.peers.ConnectionSelector;

/**
 * How a torrent connects.
 *
 * @param most connections of one torrent
 * @param mostConnecting attempts to connect that one torrent has under way
 * @param handshakeNanos how long a peer may take to introduce itself
 * @param idleNanos silence after which a peer is taken for gone
 * @param selector whom to connect to
 */
public record ConnectionSettings(
    int most,
    int mostConnecting,
    long handshakeNanos,
    long idleNanos,
    ConnectionSelector selector) {}
