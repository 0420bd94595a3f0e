package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import java.nio.ByteBuffer;

/**
 * How far a query still walks: not to all neighbours of a servent, but to one of them. The last
 * extension of a walking query is the GGEP extension {@code RW} with one byte, so that it is found
 * and changed where it lies:
 *
 * <pre>0x1C   C3   82 "RW"   41   steps + 0x80   NUL</pre>
 *
 * <p>The header has TTL 1. So a servent that does not know of walks takes it for a query that goes
 * no farther: it answers for itself and for its leaves. The number, which is neither 0 nor 0x1C,
 * needs no COBS.
 */
public final class WalkSteps {

  /** The longest walk. */
  public static final int MAX = 0x7f;

  private static final int MARK = 0x80;

  private static final byte[] BEFORE = {
    ExtensionArea.SEPARATOR, (byte) Ggep.MAGIC, (byte) 0x82, 'R', 'W', 0x41
  };

  /** The number, and the NUL. */
  private static final int BEHIND = 2;

  private WalkSteps() {}

  /**
   * A copy of a query that walks.
   *
   * @param query whole in the buffer, from 0 on; its extensions end in NUL
   * @param steps 1..{@value #MAX}
   */
  public static ByteBuffer copy(ByteBuffer query, int steps) {
    int end = query.limit() - 1;
    ByteBuffer out = ByteBuffer.allocate(end + BEFORE.length + BEHIND);
    out.put(0, query, 0, end).position(end);
    out.put(BEFORE).put((byte) (MARK | steps)).put((byte) 0).flip();
    Header.setPayloadLength(out, 0, out.limit() - Header.BYTES);
    return out;
  }

  /** Where in the buffer the number is of the query that begins there; -1 if it does not walk. */
  private static int place(ByteBuffer bytes, int at) {
    int place = at + Header.BYTES + Header.payloadLength(bytes, at) - BEHIND;
    int start = place - BEFORE.length;
    if (start < Query.textStart(at) || bytes.get(place + 1) != 0) {
      return -1;
    }
    for (int i = 0; i < BEFORE.length; i++) {
      if (bytes.get(start + i) != BEFORE[i]) {
        return -1;
      }
    }
    return place;
  }

  /** How many servents it may still come to, this one included; 0 if it does not walk. */
  public static int of(ByteBuffer bytes, int at) {
    int place = place(bytes, at);
    return place < 0 ? 0 : bytes.get(place) & MAX;
  }

  /** Changes the number of a query that walks; with 0 it walks no more. */
  public static void set(ByteBuffer bytes, int at, int steps) {
    int place = place(bytes, at);
    if (place >= 0) {
      bytes.put(place, (byte) (MARK | steps));
    }
  }
}
