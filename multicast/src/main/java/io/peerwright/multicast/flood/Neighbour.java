package io.peerwright.multicast.flood;

import java.nio.ByteBuffer;

/** A router that this one is linked to, as far as what is said to it goes. */
interface Neighbour {

  /** Says something; it comes in order, as long as the link lasts. */
  void send(FloodMessage message);

  /**
   * Passes a message of an application on.
   *
   * @param frame read during the call
   * @return false if too much waits already, and it is lost
   */
  boolean pass(ByteBuffer frame);
}
