package io.peerwright.api;

/** Why something ended: a link, a socket, a search, a download. The same on every transport. */
public enum Reason {
  /** It came to its natural end: both sides finished, or there was nothing more to find. */
  ENDED,
  /** A limit that the caller set, or that protects us, was reached. */
  LIMIT,
  /** The deadline passed. */
  TIMEOUT,
  /** The caller ended it. */
  CANCELLED,
  /** The remote side is there and says no: nobody listens, no slot, not shared. */
  REFUSED,
  /** No way to the remote side, or it fell silent. */
  UNREACHABLE,
  /** The name is not known. */
  UNRESOLVED,
  /** The remote side or the network broke it off. */
  RESET,
  /** The local address or port is taken. */
  ADDRESS_IN_USE,
  /** The local system or its rights forbid it. */
  NOT_PERMITTED,
  /** This transport or peer cannot do it. */
  UNSUPPORTED,
  /** The remote side broke the protocol, or a handler of ours failed on what it sent. */
  PROTOCOL,
  /** The content is not what it was said to be. */
  CORRUPT,
  /** The host is closing. */
  SHUTDOWN,
  /** Something of ours failed; the log says what. */
  FAILED
}
