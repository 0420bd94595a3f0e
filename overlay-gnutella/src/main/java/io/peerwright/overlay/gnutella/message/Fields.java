package io.peerwright.overlay.gnutella.message;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/** What the payloads have in common. */
final class Fields {

  private static final long MAX_UNSIGNED = 0xffff_ffffL;

  private Fields() {}

  static void checkLength(String what, Octets payload, int least) throws MalformedException {
    if (payload.size() < least) {
      throw new MalformedException("a " + what + " of " + payload.size() + " bytes");
    }
  }

  static void checkIpv4(Endpoint endpoint) {
    if (!endpoint.isIpv4()) {
      throw new IllegalArgumentException(
          endpoint + " is not IPv4; write 0.0.0.0 and a GGEP extension 6");
    }
  }

  static void checkUnsigned(String what, long value) {
    if (value < 0 || value > MAX_UNSIGNED) {
      throw new IllegalArgumentException(what + " must be within 0..4294967295, is " + value);
    }
  }

  static void putPort(ByteBuffer out, int port) {
    out.putShort(Short.reverseBytes((short) port));
  }

  static void putInt(ByteBuffer out, long value) {
    out.putInt(Integer.reverseBytes((int) value));
  }
}
