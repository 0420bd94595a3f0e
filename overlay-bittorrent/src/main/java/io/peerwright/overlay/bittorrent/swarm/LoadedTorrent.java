package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;

/**
 * What a torrent works with once it knows what it is made of.
 *
 * @param pieces what is here and what is wanted
 * @param storage where it lies
 * @param arrivals what has come and is on its way there
 * @param requests what peers are asked for
 * @param uploads what peers ask for
 */
record LoadedTorrent(
    PieceTable pieces,
    PieceStorage storage,
    PieceVerifier verifier,
    Requests requests,
    Uploads uploads) {

  static LoadedTorrent of(
      SwarmSession session, Torrent torrent, PieceTable pieces, PieceStorage storage) {
    PieceVerifier verifier = new PieceVerifier(session, torrent, pieces, storage);
    Requests requests = new Requests(session, torrent, pieces, verifier);
    Uploads uploads = new Uploads(session, torrent, pieces, storage);
    return new LoadedTorrent(pieces, storage, verifier, requests, uploads);
  }

  Info info() {
    return pieces.info();
  }
}
