package io.peerwright.overlay.bittorrent.tracker;

/** Takes the peers that a store hands out. */
@FunctionalInterface
public interface PeerSink {

  /**
   * One peer.
   *
   * @param source borrowed: not to be changed or kept
   * @param from where its address begins, which the port follows, as both are sent (BEP 23, BEP 7)
   * @param addressBytes 4 or 16
   * @param idFrom where its peer id begins
   */
  void peer(byte[] source, int from, int addressBytes, int idFrom);
}
