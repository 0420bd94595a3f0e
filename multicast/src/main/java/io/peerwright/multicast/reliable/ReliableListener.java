package io.peerwright.multicast.reliable;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/** What a member of a {@link ReliableGroup} is told. */
public interface ReliableListener {

  /** A message, borrowed: read-only, valid during the call. */
  void onMessage(Endpoint source, ByteBuffer message);

  /** So many datagrams of a source are lost for good: it does not keep them any more. */
  void onLost(Endpoint source, long datagrams);
}
