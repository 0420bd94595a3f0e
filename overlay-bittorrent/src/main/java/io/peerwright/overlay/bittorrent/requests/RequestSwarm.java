package io.peerwright.overlay.bittorrent.requests;

import java.util.List;

/** The torrent, as far as it matters to what is asked for. */
public interface RequestSwarm {

  /** True if something that is wanted is missing, and may be asked for. */
  boolean isLeeching();

  /** Everybody who can be asked, in the order of their coming. */
  List<? extends RequestPeer> established();

  /** Something is open to anybody. */
  void allWantWork();

  /** Content has come, wanted or not. */
  void received(int bytes);
}
