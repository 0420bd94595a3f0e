package io.peerwright.overlay.bittorrent.tracker;

/**
 * How many peers a swarm has (BEP 48).
 *
 * @param seeds peers that have everything
 * @param incomplete all others, partial seeds included
 * @param downloaders the others without the partial seeds (BEP 21)
 * @param completed how often a download was completed, as long as the swarm has had peers
 */
public record SwarmCounts(int seeds, int incomplete, int downloaders, int completed) {

  /** Of a swarm that nobody is in. */
  public static final SwarmCounts NONE = new SwarmCounts(0, 0, 0, 0);

  /** Both together. */
  SwarmCounts plus(SwarmCounts other) {
    return new SwarmCounts(
        seeds + other.seeds,
        incomplete + other.incomplete,
        downloaders + other.downloaders,
        completed + other.completed);
  }
}
