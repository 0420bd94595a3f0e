package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.storage.Notice;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.upload.Uploads;
import io.peerwright.overlay.bittorrent.verify.PieceVerifier;
import io.peerwright.overlay.bittorrent.verify.UnreadablePieces;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The torrent, as the parts see it that bring its content to the disk and read it from there. */
record ContentParts(
    TorrentState torrent,
    ContentListener listener,
    TorrentPeers peers,
    TrackerAnnounces announces,
    TorrentDownload download,
    PieceStorage storage)
    implements PieceVerifier.Listener, UnreadablePieces.Listener, Uploads.Swarm {

  @Override
  public boolean isSeeding() {
    return torrent.isSeeding();
  }

  // ---- what has come

  @Override
  public void onPiece(int piece) {
    torrent.events().verified(piece);
    listener.onPiece(piece);
  }

  @Override
  public void onCorrupt(int piece) {
    torrent.events().corrupt(piece);
    listener.onCorrupt();
  }

  @Override
  public void onUnreadable(int piece, IOException why) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      content.unreadable().lost(piece, why);
    }
  }

  @Override
  public void onNotices(List<Notice> notices) {
    download.noticed(notices);
  }

  @Override
  public void onWriteFailed(@Nullable Throwable why) {
    listener.onDiskFailed("write", why);
  }

  @Override
  public void onSettled() {
    listener.onSettled();
  }

  @Override
  public void onCorruptPeer(Endpoint peer, String what) {
    listener.onCorruptPeer(peer, what);
  }

  // ---- what was here

  @Override
  public boolean isInUse() {
    LoadedTorrent content = torrent.content();
    return content != null && content.storage() == storage && !torrent.isOver();
  }

  @Override
  public void onLost(int piece) {
    peers.onLost(piece);
  }

  @Override
  public void onHealed(BitSet pieces) {
    LoadedTorrent content = torrent.content();
    if (content != null) {
      pieces.stream().forEach(peers::onHealed);
      listener.onHealed(content, pieces);
    }
  }

  @Override
  public void onUnreadable(String told, Map<Integer, String> files) {
    download.unreadable(told, files);
  }

  // ---- what is read to be sent

  @Override
  public boolean isActive() {
    return torrent.phase() == Phase.ACTIVE;
  }

  @Override
  public void sent(int bytes) {
    announces.sent(bytes);
  }

  @Override
  public void onReadFailed(@Nullable Throwable why) {
    listener.onDiskFailed("read", why);
  }
}
