package io.peerwright.multicast.ip;

/** What a datagram to a group holds, and what becomes of one that is lost. */
public enum IpDelivery {

  /** One message, just as it was given: what other programs send and take. */
  DATAGRAMS,

  /** Bundles of messages; what is lost is lost, and nothing is heard twice. */
  LIVE,

  /** Bundles; receivers ask for what is missing and get all messages of a sender in order. */
  RELIABLE,

  /** As reliable, and a new member gets what senders keep of what they have sent before. */
  HISTORY;

  boolean isReliable() {
    return this == RELIABLE || this == HISTORY;
  }
}
