package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Host;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.connections.LinkSession;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.verify.HashBuffers;
import io.peerwright.overlay.bittorrent.webseed.WebSeedMemory;

/** What the torrents of one peer share. */
interface TorrentSession extends LinkSession<PeerLink> {

  /** The host of the peer. */
  Host host();

  /** What they keep to. */
  SwarmSettings settings();

  /** Whom to serve and what to begin. */
  Strategies strategies();

  /** The loop, memory, limits and counters. */
  Resources resources();

  /** What content is checked with. */
  HashBuffers hashBuffers();

  /** Memory for what is read to be sent. */
  Buffers runs();

  /** How much of the memory for pieces servers hold. */
  WebSeedMemory webSeedMemory();

  /** For servers that have content. */
  HttpClient http();

  /** Makes who tells of peers. */
  PeerSource.Factory sources();

  /** A slot of the torrent may have become free, or be wanted: seen to at the end of the turn. */
  void slotsChanged(InfoHash torrent);

  /** The torrent is not served any more. */
  void remove(InfoHash torrent);
}
