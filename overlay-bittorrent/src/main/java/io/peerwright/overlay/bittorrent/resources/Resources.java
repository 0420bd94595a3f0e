package io.peerwright.overlay.bittorrent.resources;

import io.peerwright.kit.events.EventStream;
import io.peerwright.overlay.bittorrent.bandwidth.BandwidthLimiter;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;

/**
 * What the torrents of one peer share.
 *
 * @param turns the loop
 * @param pieceMemory memory for the pieces under way
 * @param bandwidth how fast content may come and go
 * @param counters what they have done together
 * @param events told what happens
 */
public record Resources(
    TurnLoop turns,
    Buffers pieceMemory,
    BandwidthLimiter bandwidth,
    SwarmCounters counters,
    EventStream events) {

  /** Nanoseconds of the loop's clock. */
  public long now() {
    return turns.now();
  }
}
