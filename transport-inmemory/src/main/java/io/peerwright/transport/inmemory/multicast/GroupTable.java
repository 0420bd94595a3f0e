package io.peerwright.transport.inmemory.multicast;

/** Who is a member of which group. */
public interface GroupTable {

  /** Adds a membership. */
  void join(Membership membership);

  /** Takes it out again. */
  void leave(Membership membership);
}
