package io.peerwright.overlay.bittorrent.swarm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A torrent's standing with its trackers: who is told when it starts, completes and stops. */
final class Announcing {

  private final Session session;
  private final Torrent torrent;
  private final List<List<String>> trackers;
  private @Nullable PeerSource source;

  Announcing(Session session, Torrent torrent, List<List<String>> trackers) {
    this.session = session;
    this.torrent = torrent;
    this.trackers = trackers;
  }

  void start() {
    if (source == null && session.listenAddress() != null) {
      boolean isPrivate = torrent.info() != null && torrent.info().isPrivate();
      PeerSource.Torrent asTold =
          new PeerSource.Torrent(
              torrent.hash().bytes(),
              session.peerId(),
              session.listenAddress(),
              trackers,
              isPrivate);
      source = session.sources().create(session.host(), asTold, torrent);
      source.start();
    }
  }

  void completed() {
    if (source != null) {
      source.completed();
    }
  }

  void needPeers() {
    if (source != null) {
      source.needPeers();
    }
  }

  void stop(Runnable done) {
    PeerSource stopping = source;
    source = null;
    if (stopping == null) {
      done.run();
    } else {
      stopping.stop(done);
    }
  }
}
