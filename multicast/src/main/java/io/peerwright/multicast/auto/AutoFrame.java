package io.peerwright.multicast.auto;

import io.peerwright.multicast.delivery.SourceId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What peers say to a group, on the subnet and over the overlay alike: four bytes that tell it from
 * whatever else is sent there, a byte for the kind, then what the kind has.
 */
sealed interface AutoFrame {

  /** "PWMA". */
  int MAGIC = 0x5057_4d41;

  /** The most bytes before a message. */
  int MOST_HEADER_BYTES = 4 + 1 + SourceId.MAX_BYTES + 8;

  /**
   * A message.
   *
   * @param isEverywhere whether its sender has sent it over the overlay itself, so that no bridge
   *     need do so
   * @param payload borrowed from what it was read from
   */
  record Message(SourceId source, long sequence, boolean isEverywhere, ByteBuffer payload)
      implements AutoFrame {

    @Override
    public ByteBuffer write() {
      ByteBuffer out = ByteBuffer.allocate(4 + 1 + source.length() + 8 + payload.remaining());
      out.putInt(MAGIC).put((byte) (isEverywhere ? 2 : 1));
      source.write(out);
      return out.putLong(sequence).put(payload.duplicate()).flip();
    }
  }

  /**
   * What is said of the bridge of a subnet: on the subnet only.
   *
   * @param peer chance of who says it, which decides between two bridges
   */
  record Bridge(Kind kind, long peer) implements AutoFrame {

    /** What there is to say. */
    enum Kind {
      /** Who is the bridge? */
      WHO(3),
      /** I am. */
      HERE(4),
      /** I was. */
      GONE(5);

      private final int code;

      Kind(int code) {
        this.code = code;
      }
    }

    @Override
    public ByteBuffer write() {
      return ByteBuffer.allocate(13).putInt(MAGIC).put((byte) kind.code).putLong(peer).flip();
    }
  }

  /** Its bytes. */
  ByteBuffer write();

  /** Reads one; null if it is none. */
  static @Nullable AutoFrame read(ByteBuffer in) {
    try {
      if (in.getInt() != MAGIC) {
        return null;
      }
      int code = in.get();
      if (code == 1 || code == 2) {
        SourceId source = SourceId.read(in);
        return new Message(source, in.getLong(), code == 2, in.slice());
      }
      for (Bridge.Kind each : Bridge.Kind.values()) {
        if (each.code == code && in.remaining() == Long.BYTES) {
          return new Bridge(each, in.getLong());
        }
      }
      return null;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    }
  }
}
