package io.peerwright.multicast.sap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A packet of SAP version 2, whose version field is 1 (RFC 2974, section 6).
 *
 * @param isDeletion whether it withdraws a session
 * @param hash 16 bits that tell the versions of the announcements of one origin apart, not 0
 * @param origin the address of who announces, port 0
 * @param payloadType a media type
 * @param payload what is announced; not to be changed
 */
record SapPacket(
    boolean isDeletion, int hash, Endpoint origin, String payloadType, byte[] payload) {

  /** The payload type of session descriptions. */
  static final String SDP = "application/sdp";

  /** The most bytes of a payload; an announcement should be shorter than a kilobyte. */
  static final int MOST_PAYLOAD_BYTES = 4_096;

  private static final int VERSION = 1 << 5;
  private static final int VERSION_MASK = 7 << 5;
  private static final int IPV6 = 0x10;
  private static final int DELETION = 0x04;
  private static final int ENCRYPTED = 0x02;
  private static final int COMPRESSED = 0x01;
  private static final int MOST_TYPE_BYTES = 100;

  /** The bytes on the wire, without authentication data. */
  ByteBuffer write() {
    byte[] address = origin.addressBytes();
    byte[] type = payloadType.getBytes(US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(4 + address.length + type.length + 1 + payload.length);
    int flags = VERSION | (address.length == 16 ? IPV6 : 0) | (isDeletion ? DELETION : 0);
    out.put((byte) flags).put((byte) 0).putShort((short) hash).put(address);
    return out.put(type).put((byte) 0).put(payload).flip();
  }

  /**
   * Reads one; authentication data is passed over, for nobody has the keys.
   *
   * @return null if it is malformed, encrypted or too long
   */
  static @Nullable SapPacket read(ByteBuffer in) {
    if (in.remaining() < 8) {
      return null;
    }
    int flags = in.get();
    int words = in.get() & 0xff;
    int hash = in.getShort() & 0xffff;
    int address = (flags & IPV6) != 0 ? 16 : 4;
    boolean isUnderstood = (flags & VERSION_MASK) == VERSION && (flags & ENCRYPTED) == 0;
    if (!isUnderstood || in.remaining() < address + 4 * words) {
      return null;
    }
    byte[] origin = new byte[address];
    in.get(origin);
    in.position(in.position() + 4 * words);
    byte[] rest = rest(in, (flags & COMPRESSED) != 0);
    return rest == null
        ? null
        : withPayload((flags & DELETION) != 0, hash, Endpoint.of(origin, 0), rest);
  }

  private static byte @Nullable [] rest(ByteBuffer in, boolean isCompressed) {
    if (in.remaining() > MOST_PAYLOAD_BYTES) {
      return null;
    }
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return isCompressed ? inflated(bytes) : bytes;
  }

  private static byte @Nullable [] inflated(byte[] bytes) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] out = new byte[MOST_PAYLOAD_BYTES];
      int length = inflater.inflate(out);
      return inflater.finished() ? Arrays.copyOf(out, length) : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }

  /** The type may be left out before a session description. */
  private static @Nullable SapPacket withPayload(
      boolean isDeletion, int hash, Endpoint origin, byte[] bytes) {
    if (startsWith(bytes, "v=0") || startsWith(bytes, "o=")) {
      return new SapPacket(isDeletion, hash, origin, SDP, bytes);
    }
    for (int i = 0; i < Math.min(bytes.length, MOST_TYPE_BYTES); i++) {
      if (bytes[i] == 0) {
        String type = new String(bytes, 0, i, US_ASCII);
        byte[] payload = Arrays.copyOfRange(bytes, i + 1, bytes.length);
        return new SapPacket(isDeletion, hash, origin, type, payload);
      }
    }
    return null;
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return bytes.length >= text.length()
        && new String(bytes, 0, text.length(), US_ASCII).equals(text);
  }
}
