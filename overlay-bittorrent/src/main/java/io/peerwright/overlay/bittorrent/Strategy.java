package io.peerwright.overlay.bittorrent;

/** The ways of two of BitTorrent's choices that a configuration can name. */
public final class Strategy {

  private Strategy() {}

  /** Whom to serve. */
  public enum Choking {
    /** Those who give most, and one by luck (BEP 3). */
    TIT_FOR_TAT,
    /** Everybody who asks; whoever gives nothing gets a full share. */
    UNCHOKE_ALL,
    /** Slots drawn by lot, with as many chances as bytes were given (PropShare). */
    PROPORTIONAL_SHARE,
    /** Each peer until it has got 100 KiB more than it gave. */
    SURPLUS_CAP
  }

  /** Which piece to begin. */
  public enum Order {
    /** The one that fewest peers have, a random one at first. */
    RAREST_FIRST,
    /** Any one. */
    RANDOM,
    /** The first one that is missing. */
    SEQUENTIAL
  }

  /** Which trackers of a torrent are told of us. */
  public enum AnnounceTo {
    /** One of every tier, at the same time, as widely used clients do. */
    ALL_TIERS,
    /** The first of all that answers (BEP 12); so it always is in private torrents (BEP 27). */
    FIRST
  }
}
