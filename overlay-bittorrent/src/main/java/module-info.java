import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import io.peerwright.overlay.bittorrent.TrackerProvider;
import org.jspecify.annotations.NullMarked;

/** The BitTorrent overlay: peers that spread content in pieces, and the trackers they meet at. */
@NullMarked
module io.peerwright.overlay.bittorrent {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For applications that configure in code: the providers and their records.
  exports io.peerwright.overlay.bittorrent;
  // For tools: descriptions of torrents and magnet links.
  exports io.peerwright.overlay.bittorrent.bencode;
  exports io.peerwright.overlay.bittorrent.metainfo;
  // For applications that find peers, serve, choose or keep pieces in ways of their own.
  exports io.peerwright.overlay.bittorrent.choking;
  exports io.peerwright.overlay.bittorrent.events;
  exports io.peerwright.overlay.bittorrent.peers;
  exports io.peerwright.overlay.bittorrent.pieces;
  exports io.peerwright.overlay.bittorrent.rates;
  exports io.peerwright.overlay.bittorrent.storage;
  // For applications with a store of their own behind their trackers.
  exports io.peerwright.overlay.bittorrent.tracker;

  provides OverlayProvider with
      BitTorrentProvider,
      TrackerProvider;
}
