package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;

/**
 * What a peer tells a tracker about itself.
 *
 * @param infoHash the swarm
 * @param peerId how the peer calls itself
 * @param peer where it can be reached
 * @param event why it announces now
 * @param share what it has and wants
 * @param want how many other peers it would like to hear of, at most
 */
public record Announcement(
    Id20 infoHash, Id20 peerId, Endpoint peer, Event event, Share share, int want) {

  /** Why a peer announces; in the order of the numbers that UDP has for them (BEP 15). */
  public enum Event {
    /** The interval is over. */
    NONE,
    /** The last byte has come. */
    COMPLETED,
    /** It begins. */
    STARTED,
    /** It takes its leave. */
    STOPPED
  }

  /** What a peer has and wants. */
  public enum Share {
    /** It has everything. */
    SEED,
    /** It has all that it wants, but not everything (BEP 21). */
    PARTIAL_SEED,
    /** It wants more. */
    DOWNLOADER;

    /** True if it has no use for others of the same kind. */
    boolean isUploadOnly() {
      return this != DOWNLOADER;
    }
  }
}
