package io.peerwright.overlay.bittorrent.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.DebugEvent;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;

/** Something that has happened to a torrent. */
public sealed interface SwarmEvent extends OverlayEvent {

  /** The torrent. */
  InfoHash torrent();

  /** The torrent is worked for from now on. */
  record TorrentJoined(InfoHash torrent) implements SwarmEvent {
    @Override
    public String text() {
      return torrent + ": joined its swarm";
    }
  }

  /** The torrent is worked for no more. */
  record TorrentLeft(InfoHash torrent) implements SwarmEvent {
    @Override
    public String text() {
      return torrent + ": left its swarm";
    }
  }

  /** A peer has introduced itself. */
  record PeerConnected(InfoHash torrent, Endpoint peer) implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent + ": connected to " + peer;
    }
  }

  /** A peer was not reached or did not stay. */
  record PeerFailed(InfoHash torrent, Endpoint peer, PeerFailures.Kind why)
      implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent + ": " + peer + " " + why.words();
    }
  }

  /**
   * A peer that had introduced itself has gone.
   *
   * @param why we have sent it away, in words; empty if we have not
   */
  record PeerDisconnected(InfoHash torrent, Endpoint peer, Reason reason, String why)
      implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent
          + ": connection to "
          + peer
          + " ended: "
          + reason
          + (why.isEmpty() ? "" : ", it " + why);
    }
  }

  /** A peer is unchoked: it is sent what it asks for. */
  record UploadStarted(InfoHash torrent, Endpoint peer) implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent + ": uploading to " + peer;
    }
  }

  /**
   * A peer is choked again, or has gone.
   *
   * @param bytes what it was sent since it has connected
   */
  record UploadEnded(InfoHash torrent, Endpoint peer, long bytes)
      implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent + ": uploading no more to " + peer + ", after " + bytes + " bytes";
    }
  }

  /** How it stands with a tracker or a web seed, in words that may be the server's. */
  record ServerStatus(InfoHash torrent, String status) implements SwarmEvent {
    @Override
    public String text() {
      return torrent + ": " + status;
    }
  }

  /** A piece has come and is good. */
  record PieceVerified(InfoHash torrent, int piece) implements SwarmEvent, DebugEvent {
    @Override
    public String text() {
      return torrent + ": piece " + piece + " is here";
    }
  }

  /** A piece has come and is not good; it is fetched again. */
  record PieceCorrupt(InfoHash torrent, int piece) implements SwarmEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return torrent + ": piece " + piece + " came with the wrong hash";
    }
  }

  /** A peer or a server is sent away for good, as it sent what is corrupt. */
  record CorruptPeerFound(InfoHash torrent, Endpoint peer, String what) implements SwarmEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return torrent + ": " + peer + " " + what + ", and is sent away";
    }
  }

  /** All files that are wanted are here, under their names. */
  record FilesComplete(InfoHash torrent) implements SwarmEvent {
    @Override
    public String text() {
      return torrent + ": complete";
    }
  }
}
