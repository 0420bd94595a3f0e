package io.peerwright.overlay.bittorrent.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent.Level;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;

/** Tells what happens to one torrent. Makes nothing while nobody listens. */
public record TorrentEvents(EventStream stream, InfoHash torrent) {

  /** The torrent is worked for from now on. */
  public void joined() {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new SwarmEvent.TorrentJoined(torrent));
    }
  }

  /** The torrent is worked for no more. */
  public void left() {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new SwarmEvent.TorrentLeft(torrent));
    }
  }

  /** A peer has introduced itself. */
  public void connected(Endpoint peer) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.PeerConnected(torrent, peer));
    }
  }

  /** A peer was not reached or did not stay. */
  public void failed(Endpoint peer, PeerFailures.Kind why) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.PeerFailed(torrent, peer, why));
    }
  }

  /** A peer that had introduced itself has gone, or was sent away. */
  public void disconnected(Endpoint peer, Reason reason, String why) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.PeerDisconnected(torrent, peer, reason, why));
    }
  }

  /** A peer is unchoked. */
  public void uploadStarted(Endpoint peer) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.UploadStarted(torrent, peer));
    }
  }

  /** A peer is choked again, or has gone. */
  public void uploadEnded(Endpoint peer, long bytes) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.UploadEnded(torrent, peer, bytes));
    }
  }

  /** How it stands with a tracker or a web seed. */
  public void status(String status) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new SwarmEvent.ServerStatus(torrent, status));
    }
  }

  /** A piece has come and is good. */
  public void verified(int piece) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new SwarmEvent.PieceVerified(torrent, piece));
    }
  }

  /** A piece has come and is not good. */
  public void corrupt(int piece) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new SwarmEvent.PieceCorrupt(torrent, piece));
    }
  }

  /** A peer or a server is sent away for good. */
  public void corruptPeer(Endpoint peer, String what) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new SwarmEvent.CorruptPeerFound(torrent, peer, what));
    }
  }

  /** All files that are wanted are here. */
  public void complete() {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new SwarmEvent.FilesComplete(torrent));
    }
  }
}
