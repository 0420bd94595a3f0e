package io.peerwright.overlay.gnutella.config;

/** How a search is brought to others. */
public enum ForwardingKind {
  /** What is usual: a dynamic query among ultrapeers, a flood without tiers. */
  AUTO,
  /** To all neighbours at once, as far as it may go. */
  FLOOD,
  /** To all neighbours, not far at first, and farther as long as too little was found. */
  EXPANDING_RING,
  /** To a few servents by chance, one after the other. */
  RANDOM_WALK,
  /** To one neighbour after the other, as far as what was found makes necessary. */
  DYNAMIC_QUERY
}
