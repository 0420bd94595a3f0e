package io.peerwright.overlay.bittorrent.events;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent.Level;

/** Tells what happens at a tracker. Makes nothing while nobody listens. */
public record TrackerEvents(EventStream stream) {

  /** A peer says that it begins. */
  public void started(Object torrent, Endpoint peer) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new TrackerEvent.PeerStarted(torrent.toString(), peer));
    }
  }

  /** A peer says that it has everything. */
  public void completed(Object torrent, Endpoint peer) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new TrackerEvent.PeerCompleted(torrent.toString(), peer));
    }
  }

  /** A peer takes its leave. */
  public void stopped(Object torrent, Endpoint peer) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new TrackerEvent.PeerStopped(torrent.toString(), peer));
    }
  }

  /** A peer was connected to, before others hear of it. */
  public void checked(Object torrent, Endpoint peer, boolean answers) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new TrackerEvent.PeerChecked(torrent.toString(), peer, answers));
    }
  }

  /** Somebody was not served. */
  public void refused(Endpoint from, String why) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new TrackerEvent.Refused(from, why));
    }
  }
}
