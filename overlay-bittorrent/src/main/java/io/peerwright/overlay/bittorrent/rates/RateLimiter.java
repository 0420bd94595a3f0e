package io.peerwright.overlay.bittorrent.rates;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import org.jspecify.annotations.Nullable;

/**
 * Decides how fast content may come and go. A pure function of the situation, asked again about
 * once a second, so that limits can follow the time of day, the number of peers, or a switch that
 * an application turns. Blocks count, messages do not.
 *
 * <p>Each block counts against three limits: that of the peer that gives or gets it, that of its
 * torrent, and that of all torrents together. Content from web seeds counts against the last two.
 */
@FunctionalInterface
public interface RateLimiter {

  /** What a limit returns that is none. */
  long UNLIMITED = Long.MAX_VALUE;

  /** Nothing is limited. */
  RateLimiter NONE = situation -> UNLIMITED;

  /** Which way the content goes. */
  enum Direction {
    /** To others. */
    UP,
    /** To us. */
    DOWN
  }

  /**
   * What is asked about: all torrents if {@code torrent} is null, one torrent if only {@code peer}
   * is null, else one peer of one torrent.
   *
   * @param direction which way
   * @param torrent its name
   * @param peer where the peer is
   * @param seeding the torrent has all that it wants
   * @param peers connections of the torrent
   * @param wallMillis milliseconds since 1970, of the host's clock
   */
  record Situation(
      Direction direction,
      @Nullable InfoHash torrent,
      @Nullable Endpoint peer,
      boolean seeding,
      int peers,
      long wallMillis) {}

  /** Bytes per second, at least 1, or {@link #UNLIMITED}. */
  long bytesPerSecond(Situation situation);
}
