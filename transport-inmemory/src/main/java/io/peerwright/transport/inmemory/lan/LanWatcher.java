package io.peerwright.transport.inmemory.lan;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/** Is shown what routers and hosts of a LAN say to each other of groups. */
@FunctionalInterface
public interface LanWatcher {

  /**
   * A message was put on the LAN.
   *
   * @param from port 0
   * @param to a group or a router, port 0
   * @param message the IGMP, ICMPv6 or DVMRP message: what is behind the IP header, read-only
   */
  void onMessage(Endpoint from, Endpoint to, ByteBuffer message);
}
