package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.webseed.WebSeedSwarm;
import org.jspecify.annotations.Nullable;

/** The content of a torrent, as servers that have it see it. */
record WebSeedContent(TorrentState torrent, ContentListener listener, TrackerAnnounces announces)
    implements WebSeedSwarm {

  @Override
  public LimitedTorrent limited() {
    return torrent;
  }

  @Override
  public boolean isLeeching() {
    return torrent.isLeeching();
  }

  @Override
  public @Nullable PieceTable pieces() {
    return torrent.pieces();
  }

  @Override
  public void received(int bytes) {
    announces.received(bytes);
  }

  @Override
  public void arrived(PartialPiece piece, int block, int answered, Endpoint source) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.requests().arrived(piece, block, answered, source);
    }
  }

  @Override
  public void drop(PartialPiece piece) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.verifier().drop(piece);
    }
  }

  @Override
  public void allWantWork() {
    listener.allWantWork();
  }

  @Override
  public void onStatus(String status) {
    announces.onStatus(status);
  }
}
