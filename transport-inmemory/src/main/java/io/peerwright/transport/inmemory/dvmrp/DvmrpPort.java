package io.peerwright.transport.inmemory.dvmrp;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** What the router's state machine has of its machine and of the LANs that it is on. */
public interface DvmrpPort {

  /** Its loop. */
  Loop loop();

  /**
   * Puts a message on a LAN.
   *
   * @param to one router of it; null for all
   */
  void send(int lan, @Nullable Endpoint to, DvmrpMessage message);

  /** Whether a host of a LAN hears a source of a group. */
  boolean hasMember(int lan, Endpoint group, Endpoint source);

  /** Whether packets to a group may cross this router at all. */
  boolean mayCross(Endpoint group);

  /** The number of the LAN that a host is on. */
  int networkOf(Endpoint source);
}
