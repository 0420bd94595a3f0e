package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import org.jspecify.annotations.Nullable;

/** A tracker of a torrent, and what it knows of us. */
final class Tracker {

  final Url url;

  /** How near the one is that has named it. */
  final Reach source;

  boolean knowsUs;
  byte @Nullable [] trackerId;

  Tracker(Url url, Reach source) {
    this.url = url;
    this.source = source;
  }
}
