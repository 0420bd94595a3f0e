package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.Loop;
import java.util.random.RandomGenerator;

/** What a state machine has of its node: its loop, its chance, and its line to the LAN. */
public interface MembershipPort {

  /** The loop of the node. */
  Loop loop();

  /** A stream of its own. */
  RandomGenerator random();

  /** Puts a message on the LAN; the node itself does not hear it. */
  void send(MembershipMessage message);
}
