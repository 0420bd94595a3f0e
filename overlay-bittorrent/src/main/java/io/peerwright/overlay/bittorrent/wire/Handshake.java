package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The 68 bytes that each side begins with (BEP 3), and the bits of what it can do. */
public final class Handshake {

  /** Its length. */
  public static final int BYTES = 68;

  /** Of these, what comes before the peer id: enough to answer. */
  static final int HEAD_BYTES = 48;

  /** The length of a peer id. */
  public static final int PEER_ID_BYTES = 20;

  /** What each side says first: the name of the protocol, with its length in front. */
  public static final String NAME = "\u0013BitTorrent protocol";

  private static final byte[] NAME_BYTES = NAME.getBytes(StandardCharsets.ISO_8859_1);

  private static final long EXTENSIONS = 0x10_0000L;
  private static final long FAST = 0x04L;

  private Handshake() {}

  /** The handshake of a peer that speaks BEP 6 and 10, ready to be written. */
  public static ByteBuffer of(InfoHash hash, byte[] peerId) {
    return ByteBuffer.allocate(BYTES)
        .put(NAME_BYTES)
        .putLong(EXTENSIONS | FAST)
        .put(hash.bytes())
        .put(peerId)
        .flip();
  }

  /** Checks the name of the protocol at the head of a handshake and moves past it. */
  static void checkName(ByteBuffer head) throws WireException {
    for (byte expected : NAME_BYTES) {
      if (head.get() != expected) {
        throw new WireException("does not speak BitTorrent");
      }
    }
  }

  /** True if reserved bits say that the peer speaks BEP 10. */
  public static boolean extensions(long reserved) {
    return (reserved & EXTENSIONS) != 0;
  }

  /** True if reserved bits say that the peer speaks BEP 6. */
  public static boolean fast(long reserved) {
    return (reserved & FAST) != 0;
  }
}
