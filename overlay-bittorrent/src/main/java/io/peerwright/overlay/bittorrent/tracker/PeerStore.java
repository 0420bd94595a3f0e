package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;

/**
 * Who is in which swarm. Used on the loop of one tracker, unless it says otherwise.
 *
 * <p>Trackers of one process share a {@link SharedPeerStore}. Those of several machines are written
 * as a store that tells others what it is told, and answers from its own memory: no answer waits
 * for another machine.
 */
public interface PeerStore {

  /**
   * Notes a peer, or that it is gone, and hands out others of its swarm and address family, each
   * with the same probability. One that only uploads hears of none that only upload, and none of
   * itself.
   *
   * <p>A peer that is one too many for a limit is not noted, but hears of others.
   *
   * @param nowSeconds the time, of any clock that does not go back
   */
  void announce(Announcement announcement, int nowSeconds, PeerSink peers);

  /**
   * Hands out peers of a swarm without noting anything.
   *
   * @param ipv6 which family
   * @param toUploader true leaves out those that only upload
   */
  void sample(Id20 infoHash, boolean ipv6, boolean toUploader, int want, PeerSink peers);

  /** True if the peer is in the swarm. */
  boolean knows(Id20 infoHash, Endpoint peer);

  /** The peers of a swarm, of both families. */
  SwarmCounts counts(Id20 infoHash);

  /** Forgets some of those that have been silent for too long; called again and again. */
  void sweep(int nowSeconds);

  /** Peers in all, one in two swarms counting twice. */
  int peers();

  /** Swarms that have a peer, one with peers of both families counting twice. */
  int swarms();
}
