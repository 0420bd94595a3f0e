package io.peerwright.multicast.reliable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What datagrams hold: three letters and a version, a type, the epoch of the source, then
 *
 * <pre>
 * BUNDLE     sequence (8), messages to the end: length (2), bytes
 * HEARTBEAT  highest sequence sent (8), lowest sequence kept (8)
 * NACK       ranges that are missing, 1 to 32: first sequence (8), count (2)
 * STATUS     incarnation of the receiver (8), all up to this sequence have come (8)
 * ASK        nothing: every source says a heartbeat; its epoch is 0
 * </pre>
 *
 * All numbers are big-endian. Anything else is dropped without an answer.
 */
final class BundleFrame {

  /** The bytes before what a type holds. */
  static final int HEAD = 4 + 1 + 8;

  static final int BUNDLE_HEAD = HEAD + 8;
  static final int LENGTH_BYTES = 2;
  static final int MAX_MESSAGE = 0xffff;
  static final int MAX_RANGES = 32;
  static final int MAX_RANGE = 0xffff;

  private static final int MAGIC = 'P' << 24 | 'W' << 16 | 'M' << 8 | 1;
  static final int RANGE_BYTES = 10;

  /** What a datagram is. */
  enum Type {
    BUNDLE,
    HEARTBEAT,
    NACK,
    STATUS,
    ASK;

    private static final Type[] ALL = values();

    static @Nullable Type of(int code) {
      return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
  }

  private BundleFrame() {}

  /** Begins a datagram: what the type holds follows. */
  static ByteBuffer begin(ByteBuffer out, Type type, long epoch) {
    return out.clear().putInt(MAGIC).put((byte) (type.ordinal() + 1)).putLong(epoch);
  }

  /** Reads what {@link #begin} has written; null if it is something else, or too short. */
  static @Nullable Type read(ByteBuffer in) {
    if (in.remaining() < HEAD || in.getInt(in.position()) != MAGIC) {
      return null;
    }
    Type type = Type.of(in.get(in.position() + 4));
    if (type == null || in.remaining() < least(type)) {
      return null;
    }
    in.position(in.position() + 5);
    return type;
  }

  private static int least(Type type) {
    return switch (type) {
      case BUNDLE -> BUNDLE_HEAD;
      case HEARTBEAT, STATUS -> HEAD + 16;
      case NACK -> HEAD + RANGE_BYTES;
      case ASK -> HEAD;
    };
  }

  /** Takes a message out of a bundle, as a view of it; null at its end. */
  static @Nullable ByteBuffer nextMessage(ByteBuffer bundle) {
    if (!bundle.hasRemaining()) {
      return null;
    }
    int length = bundle.getShort() & 0xffff;
    if (length > bundle.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer message = bundle.slice(bundle.position(), length);
    bundle.position(bundle.position() + length);
    return message;
  }

  /** Whether its messages fill it to the end, so that reading it throws nothing. */
  static boolean isWhole(ByteBuffer messages) {
    int at = messages.position();
    int end = messages.limit();
    while (end - at >= LENGTH_BYTES) {
      at += LENGTH_BYTES + (messages.getShort(at) & 0xffff);
    }
    return at == end;
  }
}
