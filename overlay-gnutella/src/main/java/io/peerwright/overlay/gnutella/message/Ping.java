package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * Asks for pongs: with TTL 1 of the neighbour itself, with TTL 2 and no hops also of its
 * neighbours.
 *
 * @param payload nothing at all, GGEP, or what old servents left there
 */
public record Ping(Octets payload) implements Message {

  /** With these extensions. */
  public Ping(Ggep extensions) {
    this(extensions.encoded());
  }

  /** The extensions. */
  public Ggep ggep() {
    return Ggep.lenient(payload);
  }

  @Override
  public int type() {
    return MessageType.PING;
  }

  @Override
  public int payloadLength() {
    return payload.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    payload.write(out);
  }
}
