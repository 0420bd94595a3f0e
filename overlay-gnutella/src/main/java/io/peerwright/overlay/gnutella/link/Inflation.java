package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads what comes in compressed on a link: one zlib stream, a chunk at a time. Who sends a stream
 * that is far longer than its bytes wants to make us work, and is cut off.
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

  private @Nullable Inflater inflater;
  private long received;
  private long inflated;
  private boolean over;

  /** Nothing has come, and nothing is held. */
  Inflation() {}

  /**
   * Takes what came in.
   *
   * @return why the link must end; null if it goes on
   */
  @Nullable Reason read(ByteBuffer data, Sink sink) {
    if (over) {
      return Reason.PROTOCOL;
    }
    Inflater reader = inflater == null ? new Inflater() : inflater;
    inflater = reader;
    received += data.remaining();
    reader.setInput(data);
    ByteBuffer room = Chunks.take(Chunks.BYTES);
    try {
      return read(reader, room, sink);
    } catch (DataFormatException malformed) {
      return Reason.PROTOCOL;
    } finally {
      Chunks.give(room);
    }
  }

  private @Nullable Reason read(Inflater reader, ByteBuffer room, Sink sink)
      throws DataFormatException {
    while (!over && reader.inflate(room.clear()) > 0) {
      inflated += room.position();
      if (inflated > FREE_BYTES && inflated / MAX_RATIO > received) {
        return Reason.LIMIT;
      }
      if (!sink.take(room.flip())) {
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

  void close() {
    over = true;
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}
