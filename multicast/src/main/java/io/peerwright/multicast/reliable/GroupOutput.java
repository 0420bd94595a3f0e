package io.peerwright.multicast.reliable;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;

/** How datagrams leave: to all of the group, or to one of them. */
public interface GroupOutput {

  /** Sends a datagram to the group. The buffer is read during the call. */
  SendResult toGroup(ByteBuffer datagram);

  /** Sends a datagram to one member, at the endpoint from which it has sent. */
  SendResult toMember(Endpoint member, ByteBuffer datagram);
}
