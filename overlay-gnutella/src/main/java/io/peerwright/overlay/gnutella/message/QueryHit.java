package io.peerwright.overlay.gnutella.message;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * Files that a query found at one servent. The records and the trailer are taken apart on demand.
 *
 * <pre>count 1   port 2   IPv4 4   speed 4   body: records and trailer   GUID of the servent 16
 * </pre>
 *
 * @param count of the records, 0..255
 * @param endpoint where the servent accepts connections, if it does; IPv4
 * @param speed in kbit/s, 0..4294967295; what it says is seldom true
 * @param body the records and the trailer behind them
 * @param servent the GUID of the servent, by which a {@link Push} finds it
 */
public record QueryHit(int count, Endpoint endpoint, long speed, Octets body, Guid servent)
    implements Message {

  private static final int FIXED_BYTES = 11;
  private static final int PORT = 1;
  private static final int ADDRESS = 3;
  private static final int SPEED = 7;

  /** Refuses what cannot be written. */
  public QueryHit {
    if (count < 0 || count > 0xff) {
      throw new IllegalArgumentException("count must be within 0..255, is " + count);
    }
    Fields.checkIpv4(endpoint);
    Fields.checkUnsigned("speed", speed);
  }

  static QueryHit read(Octets payload) throws MalformedException {
    Fields.checkLength("query hit", payload, FIXED_BYTES + Guid.BYTES);
    ByteBuffer bytes = payload.buffer();
    int end = payload.size() - Guid.BYTES;
    return new QueryHit(
        payload.at(0),
        Endpoint.ofIpv4(bytes.getInt(ADDRESS), LittleEndian.unsignedShort(bytes, PORT)),
        LittleEndian.unsignedInt(bytes, SPEED),
        payload.part(FIXED_BYTES, end - FIXED_BYTES),
        Header.guid(bytes, end));
  }

  /** Whether the hit that begins there is long enough to be one. */
  public static boolean isWhole(ByteBuffer bytes, int at) {
    return Header.payloadLength(bytes, at) >= FIXED_BYTES + Guid.BYTES;
  }

  /** How many records the hit that begins there says it has. */
  public static int count(ByteBuffer bytes, int at) {
    return bytes.get(at + Header.BYTES) & 0xff;
  }

  /**
   * Where in the buffer the GUID of the servent is, for {@link Header#guidHigh} and {@link
   * Header#guidLow}: the last bytes of the hit that begins there.
   */
  public static int servent(ByteBuffer bytes, int at) {
    return at + Header.BYTES + Header.payloadLength(bytes, at) - Guid.BYTES;
  }

  @Override
  public int type() {
    return MessageType.QUERY_HIT;
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + body.size() + Guid.BYTES;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.put((byte) count);
    Fields.putPort(out, endpoint.port());
    out.putInt(endpoint.ipv4());
    Fields.putInt(out, speed);
    body.write(out);
    out.putLong(servent.high()).putLong(servent.low());
  }
}
