package io.peerwright.multicast.sap;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/** Sends packets to the well-known groups, on all interfaces that are used. */
public interface SapSender {

  /** Sends one; that it cannot be sent is as if it were lost. */
  void send(Endpoint sapGroup, ByteBuffer packet);

  /** The own address that announcements of a family of addresses come from, port 0. */
  Endpoint origin(boolean ipv4);
}
