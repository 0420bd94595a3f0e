package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes in compressed on a link: one zlib stream, a chunk at a time. Who sends a stream
 * that is far longer than its bytes wants to make us work, and is cut off.
 *
 * <p>A stream that has brought little so far is kept as what was inside: at the end of a block that
 * ends with a byte, which is where servents pause, that is all that a decompressor knows.
 */
final class Inflation {

  /** What is told of the bytes that were inside. */
  interface Sink {

    /** Some of them; borrowed. False to stop. */
    boolean take(ByteBuffer bytes);
  }

  /** Streams of messages become five times as long, seldom twenty. */
  private static final int MAX_RATIO = 100;

  private static final long FREE_BYTES = 1 << 17;

  /** What is kept in place of a decompressor. */
  private static final int LITTLE_BYTES = 2_048;

  /** What a block ends with that is there for nothing but to end with a byte. */
  private static final int SYNC_MARK = 0x0000_ffff;

  private static final int HEADER_BYTES = 2;
  private static final int DEFLATE = 8;
  private static final int METHOD = 0x0f00;
  private static final int DICTIONARY = 0x20;
  private static final int CHECK = 31;

  private static final byte[] NOTHING = {};

  private @Nullable Inflater inflater;

  /** What has come so far; null if that is not little any more. */
  private byte @Nullable [] little = NOTHING;

  private long received;
  private long inflated;

  /** The last four bytes, or as many as have come. */
  private int tail;

  private boolean over;

  /** Nothing has come, and nothing is held. */
  Inflation() {}

  /**
   * Takes what came in.
   *
   * @return why the link must end; null if it goes on
   */
  @Nullable Reason read(ByteBuffer data, Sink sink) {
    if (over || !readHeader(data)) {
      return Reason.PROTOCOL;
    }
    if (!data.hasRemaining()) {
      return null;
    }
    received += data.remaining();
    note(data);
    Inflater reader = reader();
    reader.setInput(data);
    ByteBuffer room = Chunks.take(Chunks.BYTES);
    try {
      return read(reader, room, sink);
    } catch (DataFormatException malformed) {
      return Reason.PROTOCOL;
    } finally {
      Chunks.give(room);
      pause(reader);
    }
  }

  /** Takes the two bytes that a stream begins with. False if that is no stream. */
  private boolean readHeader(ByteBuffer data) {
    while (received < HEADER_BYTES && data.hasRemaining()) {
      tail = tail << Byte.SIZE | data.get() & 0xff;
      received++;
      boolean plain = (tail & METHOD) == DEFLATE << Byte.SIZE && (tail & DICTIONARY) == 0;
      if (received == HEADER_BYTES && (!plain || tail % CHECK != 0)) {
        return false;
      }
    }
    return true;
  }

  private void note(ByteBuffer data) {
    for (int i = Math.max(data.position(), data.limit() - Integer.BYTES); i < data.limit(); i++) {
      tail = tail << Byte.SIZE | data.get(i) & 0xff;
    }
  }

  private Inflater reader() {
    Inflater reader = inflater;
    if (reader == null) {
      reader = ZlibContexts.inflater();
      inflater = reader;
      byte[] before = little;
      if (before != null && before.length > 0) {
        reader.setDictionary(before);
      }
    }
    return reader;
  }

  /** Does without a decompressor where that is possible. */
  private void pause(Inflater reader) {
    boolean readAll = reader.getRemaining() == 0 && !reader.finished();
    // It would read on in the buffer when others have filled it.
    reader.setInput(NOTHING);
    if (readAll && inflater != null && little != null && tail == SYNC_MARK) {
      inflater = null;
      ZlibContexts.give(reader);
    }
  }

  private @Nullable Reason read(Inflater reader, ByteBuffer room, Sink sink)
      throws DataFormatException {
    while (!over && reader.inflate(room.clear()) > 0) {
      inflated += room.position();
      if (inflated > FREE_BYTES && inflated / MAX_RATIO > received) {
        return Reason.LIMIT;
      }
      keep(room.flip());
      if (!sink.take(room)) {
        return null;
      }
    }
    if (over) {
      return null;
    }
    if (reader.finished()) {
      return Reason.ENDED;
    }
    return reader.needsDictionary() ? Reason.PROTOCOL : null;
  }

  private void keep(ByteBuffer bytes) {
    byte[] before = little;
    if (before == null || inflated > LITTLE_BYTES) {
      little = null;
    } else {
      little = Arrays.copyOf(before, (int) inflated);
      bytes.get(bytes.position(), little, before.length, bytes.remaining());
    }
  }

  void close() {
    over = true;
    little = null;
    Inflater reader = inflater;
    if (reader != null) {
      inflater = null;
      ZlibContexts.give(reader);
    }
  }
}
