package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * A message of a vendor, known or not.
 *
 * @param type {@link MessageType#VENDOR} or {@link MessageType#STANDARD_VENDOR}
 * @param vendor four bytes, big-endian: {@code BEAR} is 0x42454152; 0 for those of all
 * @param selector which message of that vendor, 0..65535
 * @param version of that message, 0..65535
 * @param data what it says
 */
public record VendorMessage(int type, int vendor, int selector, int version, Octets data)
    implements Message {

  private static final int FIXED_BYTES = 8;
  private static final int SELECTOR = 4;
  private static final int VERSION = 6;

  /** Refuses what cannot be written. */
  public VendorMessage {
    if (type != MessageType.VENDOR && type != MessageType.STANDARD_VENDOR) {
      throw new IllegalArgumentException("not a type of vendor messages: " + type);
    }
    if (((selector | version) & ~0xffff) != 0) {
      throw new IllegalArgumentException("a field of a vendor message is not within 0..65535");
    }
  }

  static VendorMessage read(int type, Octets payload) throws MalformedException {
    Fields.checkLength("vendor message", payload, FIXED_BYTES);
    ByteBuffer bytes = payload.buffer();
    return new VendorMessage(
        type,
        bytes.getInt(0),
        LittleEndian.unsignedShort(bytes, SELECTOR),
        LittleEndian.unsignedShort(bytes, VERSION),
        payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES));
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + data.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putInt(vendor);
    Fields.putPort(out, selector);
    Fields.putPort(out, version);
    data.write(out);
  }
}
