package io.peerwright.multicast.endhost;

/** How messages are brought to all members over the mesh. */
public enum TreeKind {
  /** A shortest-path tree for each source, made known before its first message flows. */
  SHORTEST_PATH,
  /** To all neighbours, but for those that have pruned the source. */
  FLOOD_PRUNE
}
