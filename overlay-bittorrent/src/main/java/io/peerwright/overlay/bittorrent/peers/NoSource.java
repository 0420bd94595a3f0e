package io.peerwright.overlay.bittorrent.peers;

/** Knows nobody. */
final class NoSource implements PeerSource {

  @Override
  public void start() {}

  @Override
  public void completed() {}

  @Override
  public void needPeers() {}

  @Override
  public void stop(Runnable done) {
    done.run();
  }
}
