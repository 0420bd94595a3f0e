package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * Says that the sender's query routing table is empty now, and how long it is.
 *
 * @param entries how many slots the table has, 0..4294967295; a power of two, which the message
 *     does not check
 * @param infinity the distance that means "not here", 0..255
 * @param rest what follows, which is nothing by the document
 */
public record QrpReset(long entries, int infinity, Octets rest) implements Message {

  private static final int FIXED_BYTES = 6;

  /** Refuses what cannot be written. */
  public QrpReset {
    Fields.checkUnsigned("entries", entries);
    if (infinity < 0 || infinity > 0xff) {
      throw new IllegalArgumentException("infinity must be within 0..255, is " + infinity);
    }
  }

  /** Without anything behind. */
  public QrpReset(long entries, int infinity) {
    this(entries, infinity, Octets.EMPTY);
  }

  static QrpReset read(Octets payload) throws MalformedException {
    Fields.checkLength("QRP reset", payload, FIXED_BYTES);
    return new QrpReset(
        LittleEndian.unsignedInt(payload.buffer(), 1),
        payload.at(FIXED_BYTES - 1),
        payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES));
  }

  @Override
  public int type() {
    return MessageType.QRP;
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + rest.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.put((byte) Qrp.RESET);
    Fields.putInt(out, entries);
    out.put((byte) infinity);
    rest.write(out);
  }
}
