package io.peerwright.multicast.endhost;

/** What a member may rely on. */
public enum Delivery {
  /** A message that is late is of no use: it is not sent on. */
  LIVE,
  /** Every message of a source, in order, as long as its neighbours keep it. */
  RELIABLE
}
