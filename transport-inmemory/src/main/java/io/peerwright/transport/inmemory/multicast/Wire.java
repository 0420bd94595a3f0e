package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;

/** A LAN as those see it that speak on it. */
interface Wire {

  /** Puts a message on the LAN. */
  void send(WireNode sender, Endpoint from, Endpoint to, byte[] message);

  /** A router puts a packet to a group on the LAN: it goes to the members and to other routers. */
  void carry(WireNode carrier, RoutedPacket packet);

  /** A router asks with IGMPv2, now. */
  void askV2(long now);
}
