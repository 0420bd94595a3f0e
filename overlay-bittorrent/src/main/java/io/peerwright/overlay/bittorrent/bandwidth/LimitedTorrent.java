package io.peerwright.overlay.bittorrent.bandwidth;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;

/** A torrent whose content is limited. */
public interface LimitedTorrent {

  /** Its name. */
  InfoHash hash();

  /** True if it has all that it wants. */
  boolean isSeeding();

  /** How many peers it is connected to. */
  int connected();

  /** Its limits, which are made when they are used. */
  TorrentRates rates();
}
