package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.requests.Requests;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.upload.Uploads;
import io.peerwright.overlay.bittorrent.verify.DiskCheck;
import io.peerwright.overlay.bittorrent.verify.PieceVerifier;
import io.peerwright.overlay.bittorrent.verify.UnreadablePieces;

/**
 * Makes what a torrent works with once it is known what it is made of.
 *
 * @param peers whom it may be asked from
 * @param listener told what becomes of it
 */
record ContentFactory(
    TorrentSession session,
    TorrentPeers peers,
    TorrentState torrent,
    ContentListener listener,
    TrackerAnnounces announces,
    TorrentDownload download) {

  /** Makes what it works with once it is known what there is. */
  LoadedTorrent load(Info info, DiskCheck.Outcome outcome) {
    PieceTable pieces = new PieceTable(info, outcome.files());
    pieces.found(outcome.good());
    if (session.settings().seedOnly()) {
      pieces.wantOnlyFound();
    }
    PieceStorage storage = outcome.storage();
    ContentParts parts = new ContentParts(torrent, listener, peers, announces, download, storage);
    Resources shared = session.resources();
    PieceVerifier verifier = new PieceVerifier(shared, parts, pieces, storage);
    Requests requests =
        new Requests(
            shared,
            peers,
            pieces,
            verifier,
            session.strategies().selector(),
            session.settings().maxRequests());
    Uploads uploads =
        new Uploads(shared, session.runs(), session.strategies().choker(), parts, pieces, storage);
    UnreadablePieces unreadable = new UnreadablePieces(session.turns(), parts, pieces, storage);
    unreadable.watch(outcome.unreadable());
    return new LoadedTorrent(pieces, storage, verifier, requests, uploads, unreadable);
  }
}
