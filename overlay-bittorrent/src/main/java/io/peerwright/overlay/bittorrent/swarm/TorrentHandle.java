package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import java.util.List;

/** A torrent that has been joined, for what lies around it. */
public final class TorrentHandle {

  private final TorrentDownload download;

  TorrentHandle(TorrentDownload download) {
    this.download = download;
  }

  /** As the application sees it. */
  public Download download() {
    return download;
  }

  /** The peers that it is connected to. */
  public List<Neighbour> peers() {
    return download.peers();
  }
}
