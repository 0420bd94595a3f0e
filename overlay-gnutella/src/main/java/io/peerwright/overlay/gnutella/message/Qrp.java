package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;

/** The two messages of type 0x30, which their first byte tells apart. */
final class Qrp {

  static final int RESET = 0;
  static final int PATCH = 1;

  private Qrp() {}

  static Message read(Octets payload) throws MalformedException {
    Fields.checkLength("QRP message", payload, 1);
    return switch (payload.at(0)) {
      case RESET -> QrpReset.read(payload);
      case PATCH -> QrpPatch.read(payload);
      default -> new Unknown(MessageType.QRP, payload);
    };
  }
}
