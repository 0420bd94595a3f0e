package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * A part of a change to the sender's query routing table. The data of all parts joined are the
 * change, deflated as one.
 *
 * @param sequence which part it is, from 1
 * @param parts how many there are
 * @param compressor 0 none, 1 zlib
 * @param entryBits how many bits stand for a slot
 * @param data a part of the change
 */
public record QrpPatch(int sequence, int parts, int compressor, int entryBits, Octets data)
    implements Message {

  /** The data are as they are. */
  public static final int PLAIN = 0;

  /** The data are one zlib stream. */
  public static final int DEFLATED = 1;

  private static final int FIXED_BYTES = 5;

  /** Refuses what cannot be written. */
  public QrpPatch {
    if (((sequence | parts | compressor | entryBits) & ~0xff) != 0) {
      throw new IllegalArgumentException("a field of a QRP patch is not within 0..255");
    }
  }

  static QrpPatch read(Octets payload) throws MalformedException {
    Fields.checkLength("QRP patch", payload, FIXED_BYTES);
    return new QrpPatch(
        payload.at(1),
        payload.at(2),
        payload.at(3),
        payload.at(4),
        payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES));
  }

  @Override
  public int type() {
    return MessageType.QRP;
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + data.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.put((byte) Qrp.PATCH).put((byte) sequence).put((byte) parts);
    out.put((byte) compressor).put((byte) entryBits);
    data.write(out);
  }
}
