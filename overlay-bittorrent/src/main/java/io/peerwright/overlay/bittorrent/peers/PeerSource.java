package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import java.util.List;

/**
 * Tells a torrent of peers, as its trackers do. Used on the loop of the host only; never calls back
 * before a method has returned.
 */
public interface PeerSource {

  /** A torrent that only its own means and its peers tell of others. */
  Factory NONE =
      (host, torrent, sink) ->
          new PeerSource() {
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
          };

  /** Makes the sources that a torrent has. */
  @FunctionalInterface
  interface Factory {

    /** Makes one that is silent until {@link PeerSource#start()}. */
    PeerSource create(Host host, Torrent torrent, Sink sink);
  }

  /**
   * The torrent, as a tracker needs to know it.
   *
   * @param infoHash 20 bytes, not to be changed
   * @param peerId 20 bytes, not to be changed; how this peer calls itself
   * @param listen where this peer can be reached, with its real port
   * @param trackers URLs in tiers (BEP 12), possibly none
   */
  record Torrent(byte[] infoHash, byte[] peerId, Endpoint listen, List<List<String>> trackers) {

    /** Checks the lengths and copies the lists. */
    public Torrent {
      if (infoHash.length != 20 || peerId.length != 20) {
        throw new IllegalArgumentException("an info-hash and a peer id have 20 bytes each");
      }
      trackers = trackers.stream().map(List::copyOf).toList();
    }
  }

  /**
   * How far the torrent is, in bytes.
   *
   * @param uploaded sent to peers since {@link PeerSource#start()}
   * @param downloaded received from peers since then
   * @param left missing of what makes up the whole torrent; 0 for a seed
   */
  record Figures(long uploaded, long downloaded, long left) {}

  /** The torrent, as a source sees it. */
  interface Sink {

    /** How far it is now. */
    Figures figures();

    /** How many more peers it could use; a source may ask for so many. */
    int wanted();

    /**
     * Whether it is known to be private: only trackers may tell of peers, one at a time (BEP 27).
     */
    default boolean isPrivate() {
      return false;
    }

    /** Peers that may be there; the same one may be told many times. */
    void onPeers(List<Endpoint> peers);

    /** An address and port 0 that this peer is seen as from outside (BEP 24). */
    void onOutsideAddress(Endpoint address);

    /**
     * Another tracker than before has answered: if the torrent is private, which the sink may have
     * learned since it began, peers that the one before told of are to be left (BEP 27).
     */
    default void onOtherTracker() {}

    /** How it stands with the source, in words for a person: an error, a warning, when next. */
    void onStatus(String status);
  }

  /** Begins: announces the start and goes on at the intervals that it is told. */
  void start();

  /**
   * The torrent, whose description was not known at its start, has turned out to be private: from
   * now on one tracker at a time is asked, and peers that others told of are to be left.
   */
  default void becamePrivate() {}

  /** The last byte has come. Not called for a torrent that was complete at its start. */
  void completed();

  /** There are fewer peers than the torrent could use: ask anew as soon as the source allows it. */
  void needPeers();

  /**
   * Takes leave and ends; nothing is told to the sink afterwards.
   *
   * @param done called once, when the leave has been taken or was given up after a second
   */
  void stop(Runnable done);
}
