package io.peerwright.overlay.bittorrent.connections;

import java.util.ArrayList;
import java.util.List;

/** The peers that are asked for more and written to at the end of a turn. */
public final class PeerTurn {

  private final List<TorrentPeer> touched = new ArrayList<>();
  private final List<TorrentPeer> working = new ArrayList<>();

  /** None so far. */
  public PeerTurn() {}

  /** There is something to write to a peer. */
  void touched(TorrentPeer peer) {
    touched.add(peer);
  }

  /** A peer may be asked for more. */
  void wantsWork(TorrentPeer peer) {
    working.add(peer);
  }

  /** Asks, then writes what is to be said. */
  public void end() {
    for (int i = 0; i < working.size(); i++) {
      working.get(i).work();
    }
    working.clear();
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
  }
}
