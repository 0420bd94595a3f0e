package io.peerwright.overlay.bittorrent.peers;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How much two peers should want to be connected (BEP 40): both sides come to the same number, and
 * all pairs together to a graph in which nobody is far from anybody.
 */
final class CanonicalPriority {

  private static final int OTHER = 0x55;

  private CanonicalPriority() {}

  /** The priority of a pair; higher is better, unsigned. */
  static long of(Endpoint one, Endpoint other) {
    byte[] a = one.addressBytes();
    byte[] b = other.addressBytes();
    if (a.length != b.length) {
      return 0;
    }
    if (Arrays.equals(a, b)) {
      return crc(port(one), port(other));
    }
    mask(a, b);
    return crc(a, b);
  }

  private static byte[] port(Endpoint endpoint) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) endpoint.port()).array();
  }

  /**
   * Of addresses that begin differently only some bits count, so that no peer gains by choosing
   * among the addresses of its network.
   */
  private static void mask(byte[] a, byte[] b) {
    int same = 0;
    while (a[same] == b[same]) {
      same++;
    }
    int least = a.length == 4 ? 2 : 6;
    int whole = Math.max(least, same < least ? least : same + 1);
    for (int i = whole; i < a.length; i++) {
      a[i] &= OTHER;
      b[i] &= OTHER;
    }
  }

  private static long crc(byte[] a, byte[] b) {
    boolean inOrder = Arrays.compareUnsigned(a, b) <= 0;
    CRC32C crc = new CRC32C();
    crc.update(inOrder ? a : b);
    crc.update(inOrder ? b : a);
    return crc.getValue();
  }
}
