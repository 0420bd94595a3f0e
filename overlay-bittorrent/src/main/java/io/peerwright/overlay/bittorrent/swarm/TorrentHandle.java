package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import java.util.List;

/** A torrent that has been joined, for what lies around it. */
public final class TorrentHandle {

  private final Torrent torrent;

  TorrentHandle(Torrent torrent) {
    this.torrent = torrent;
  }

  /** As the application sees it. */
  public Download download() {
    return torrent.download();
  }

  /** The peers that it is connected to. */
  public List<Neighbour> peers() {
    return torrent.download().peers();
  }
}
