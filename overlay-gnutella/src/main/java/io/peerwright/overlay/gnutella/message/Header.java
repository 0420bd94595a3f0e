package io.peerwright.overlay.gnutella.message;

import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import java.nio.ByteBuffer;

/**
 * The 23 bytes before each payload, read and changed where they lie. What forwards messages needs
 * nothing else: no call here makes an object.
 *
 * <pre>
 * 0..15 GUID   16 type   17 TTL   18 hops   19..22 length of the payload, little-endian
 * </pre>
 *
 * <p>A link cuts its bytes and forwards like this; {@code at} is where the message begins, and the
 * buffer is big-endian, as buffers are born:
 *
 * <pre>{@code
 * FrameBuffer frames = new FrameBuffer(Header.FRAMING, Header.BYTES + Header.MAX_PAYLOAD);
 * int length;
 * while ((length = frames.nextWhole(data)) > 0) {    // else frames.next(data), which makes a view
 *   int at = data.position();
 *   long high = Header.guidHigh(data, at);
 *   long low = Header.guidLow(data, at);
 *   if (seen.add(high, low, link) && Header.hop(data, at, MAX_TTL) > 0) {
 *     forward(data, at, length);                     // bytes at..at+length, TTL and hops changed
 *   }
 *   if (wanted(Header.type(data, at))) {
 *     Message message = Messages.read(data, at);     // a record; copies what it keeps
 *   }
 *   data.position(at + length);
 * }
 * }</pre>
 *
 * <p>Other static methods read single fields of payloads in place: {@link Query#flags}, {@link
 * QueryHit#servent}, {@link Push#target} and their like.
 */
public final class Header {

  /** The length of a header. */
  public static final int BYTES = 23;

  /** The longest payload that servents pass on: the upper half of the length is not for it. */
  public static final int MAX_PAYLOAD = 65_535;

  /** Marks that the upper half of the length holds flags; only after {@code sflag/0.1}. */
  public static final int FLAGS_MARKER = 0x8000;

  /** How to cut the stream of a link without {@code sflag}. */
  public static final FrameBuffer.Framing FRAMING = framing(false);

  /** How to cut the stream of a link on which both sides have the feature {@code sflag}. */
  public static final FrameBuffer.Framing FLAGGED_FRAMING = framing(true);

  private static final int TYPE = 16;
  private static final int TTL = 17;
  private static final int HOPS = 18;
  private static final int LENGTH = 19;
  private static final int FLAGS = 21;
  private static final int MAX_BYTE = 0xff;

  private Header() {}

  private static FrameBuffer.Framing framing(boolean flags) {
    return new FrameBuffer.Framing() {
      @Override
      public int headerBytes() {
        return BYTES;
      }

      @Override
      public int frameBytes(ByteBuffer bytes) {
        return length(bytes, bytes.position(), flags);
      }
    };
  }

  /**
   * The bytes of the whole message, as its header says; {@link Integer#MAX_VALUE} if it is longer
   * than any.
   *
   * @param flags whether both sides have {@code sflag}
   */
  public static int length(ByteBuffer bytes, int at, boolean flags) {
    int upper = flags(bytes, at);
    boolean fits = upper == 0 || flags && (upper & FLAGS_MARKER) != 0;
    return fits ? BYTES + payloadLength(bytes, at) : Integer.MAX_VALUE;
  }

  /** Bytes 0..7 of the GUID. */
  public static long guidHigh(ByteBuffer bytes, int at) {
    return bytes.getLong(at);
  }

  /** Bytes 8..15 of the GUID. */
  public static long guidLow(ByteBuffer bytes, int at) {
    return bytes.getLong(at + Long.BYTES);
  }

  /** The GUID, for who keeps it. */
  public static Guid guid(ByteBuffer bytes, int at) {
    return new Guid(guidHigh(bytes, at), guidLow(bytes, at));
  }

  /** Changes the GUID. */
  public static void setGuid(ByteBuffer bytes, int at, Guid guid) {
    bytes.putLong(at, guid.high()).putLong(at + Long.BYTES, guid.low());
  }

  /** One of {@link MessageType}, or what else stands there, 0..255. */
  public static int type(ByteBuffer bytes, int at) {
    return bytes.get(at + TYPE) & MAX_BYTE;
  }

  /** How many times it may still be passed on. */
  public static int ttl(ByteBuffer bytes, int at) {
    return bytes.get(at + TTL) & MAX_BYTE;
  }

  /** How many times it has been passed on. */
  public static int hops(ByteBuffer bytes, int at) {
    return bytes.get(at + HOPS) & MAX_BYTE;
  }

  /** The bytes of the payload: the lower half of the length. */
  public static int payloadLength(ByteBuffer bytes, int at) {
    return LittleEndian.unsignedShort(bytes, at + LENGTH);
  }

  /** The upper half of the length: 0, or flags with {@link #FLAGS_MARKER}. */
  public static int flags(ByteBuffer bytes, int at) {
    return LittleEndian.unsignedShort(bytes, at + FLAGS);
  }

  /** Changes the lower half of the length. */
  static void setPayloadLength(ByteBuffer bytes, int at, int payload) {
    LittleEndian.putShort(bytes, at + LENGTH, payload);
  }

  /** Changes the TTL. */
  public static void setTtl(ByteBuffer bytes, int at, int ttl) {
    bytes.put(at + TTL, (byte) ttl);
  }

  /** Changes the hops. */
  public static void setHops(ByteBuffer bytes, int at, int hops) {
    bytes.put(at + HOPS, (byte) hops);
  }

  /** Clears the flags, which are for one link only. */
  public static void clearFlags(ByteBuffer bytes, int at) {
    LittleEndian.putShort(bytes, at + FLAGS, 0);
  }

  /**
   * Counts a message that has arrived: one hop more, and one less to go, so that TTL and hops
   * together are no more than {@code maxTtl}. Hops stay at 255 once they are there.
   *
   * @return the TTL that it has now: 0 if it is not to be passed on
   */
  public static int hop(ByteBuffer bytes, int at, int maxTtl) {
    int hops = Math.min(hops(bytes, at) + 1, MAX_BYTE);
    int ttl = Math.min(Math.max(ttl(bytes, at) - 1, 0), Math.max(maxTtl - hops, 0));
    setTtl(bytes, at, ttl);
    setHops(bytes, at, hops);
    return ttl;
  }

  /** Writes a header at the buffer's position, and moves it behind. */
  public static void write(
      ByteBuffer out, long guidHigh, long guidLow, int type, int ttl, int hops, int payload) {
    if (payload < 0 || payload > MAX_PAYLOAD) {
      throw new IllegalArgumentException("a payload of " + payload + " bytes");
    }
    out.putLong(guidHigh).putLong(guidLow).put((byte) type).put((byte) ttl).put((byte) hops);
    out.putInt(Integer.reverseBytes(payload));
  }
}
