package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.requests.Requests;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.upload.Uploads;
import io.peerwright.overlay.bittorrent.verify.PieceVerifier;
import io.peerwright.overlay.bittorrent.verify.UnreadablePieces;

/**
 * What a torrent works with once it knows what it is made of.
 *
 * @param pieces what is here and what is wanted
 * @param storage where it lies
 * @param verifier what has come and is on its way there
 * @param requests what peers are asked for
 * @param uploads what peers ask for
 * @param unreadable what was there and cannot be read for now
 */
record LoadedTorrent(
    PieceTable pieces,
    PieceStorage storage,
    PieceVerifier verifier,
    Requests requests,
    Uploads uploads,
    UnreadablePieces unreadable) {

  Info info() {
    return pieces.info();
  }
}
