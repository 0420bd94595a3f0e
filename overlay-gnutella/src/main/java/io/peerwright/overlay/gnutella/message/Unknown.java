package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * A message of a type that is not read here.
 *
 * @param type 0..255
 * @param payload its bytes
 */
public record Unknown(int type, Octets payload) implements Message {

  @Override
  public int payloadLength() {
    return payload.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    payload.write(out);
  }
}
