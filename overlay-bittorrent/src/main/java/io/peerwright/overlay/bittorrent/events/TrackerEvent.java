package io.peerwright.overlay.bittorrent.events;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.DebugEvent;

/**
 * Something that has happened at a tracker. What peers do is told as they say that it has happened:
 * nothing of the announces between, which only say that a peer is still there.
 */
public sealed interface TrackerEvent extends DebugEvent {

  /** A peer says that it begins with a torrent, which is written in hexadecimal digits. */
  record PeerStarted(String torrent, Endpoint peer) implements TrackerEvent {
    @Override
    public String text() {
      return torrent + ": " + peer + " has started";
    }
  }

  /** A peer says that it has all of a torrent now. */
  record PeerCompleted(String torrent, Endpoint peer) implements TrackerEvent {
    @Override
    public String text() {
      return torrent + ": " + peer + " is complete";
    }
  }

  /** A peer takes its leave of a torrent. */
  record PeerStopped(String torrent, Endpoint peer) implements TrackerEvent {
    @Override
    public String text() {
      return torrent + ": " + peer + " has stopped";
    }
  }

  /** A peer that is to be told to others was connected to first, and has answered or has not. */
  record PeerChecked(String torrent, Endpoint peer, boolean answers) implements TrackerEvent {
    @Override
    public String text() {
      return torrent + ": " + peer + (answers ? " can be connected to" : " cannot be connected to");
    }
  }

  /** Somebody was not served: without the key of a private tracker, or for another torrent. */
  record Refused(Endpoint from, String why) implements TrackerEvent {
    @Override
    public String text() {
      return "refused " + from + ": " + why;
    }
  }
}
