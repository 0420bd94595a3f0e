package io.peerwright.overlay.gnutella.message;

import java.nio.ByteBuffer;

/**
 * What a message says: its payload, taken apart for the servent that consumes it. Whatever was read
 * is written as the same bytes, also what nobody here understands. GUID, TTL and hops stand in the
 * header, see {@link Header}.
 */
public sealed interface Message
    permits Ping, Pong, Query, QueryHit, Push, Bye, VendorMessage, QrpReset, QrpPatch, Unknown {

  /** The byte for it in the header. */
  int type();

  /** The bytes of the payload. */
  int payloadLength();

  /** Writes the payload at the buffer's position; big-endian, with room for it. */
  void writePayload(ByteBuffer out);
}
