package io.peerwright.overlay.gnutella.link;

import io.peerwright.overlay.gnutella.message.Header;
import java.nio.ByteBuffer;

/**
 * A message that straddles two reads, in a borrowed chunk up to its position. The chunk grows with
 * what arrives, not with what is announced.
 */
final class PartialMessage {

  private PartialMessage() {}

  /**
   * Takes what there is of the message.
   *
   * @param part given back if a larger chunk is needed
   * @return the chunk that it is in now
   */
  static ByteBuffer fill(ByteBuffer part, ByteBuffer data) {
    ByteBuffer filled = take(part, data, Header.BYTES - part.position());
    int length = length(filled);
    return length == Integer.MAX_VALUE ? filled : take(filled, data, length - filled.position());
  }

  /** How long it will be, as {@link Header#length} tells; 0 if that is not known yet. */
  static int length(ByteBuffer part) {
    return part.position() < Header.BYTES ? 0 : Header.length(part, 0, false);
  }

  private static ByteBuffer take(ByteBuffer part, ByteBuffer data, int missing) {
    int bytes = Math.min(missing, data.remaining());
    if (bytes <= 0) {
      return part;
    }
    ByteBuffer into = bytes > part.remaining() ? Chunks.larger(part, bytes) : part;
    into.put(into.position(), data, data.position(), bytes);
    into.position(into.position() + bytes);
    data.position(data.position() + bytes);
    return into;
  }
}
