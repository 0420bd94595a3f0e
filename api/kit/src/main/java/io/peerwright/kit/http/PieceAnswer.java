package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.OutputQueue;
import io.peerwright.kit.limit.PaceWatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * A body whose length is not known when it begins, piece by piece on its way into a connection: in
 * chunks (RFC 9112, section 7.1), or up to the end of the connection for who does not know these.
 * Whoever reads too slowly for a while is cut off, as with files.
 */
final class PieceAnswer implements BodyAnswer, TimerTarget {

  /** Pieces are short. */
  private static final int MOST_HELD_BYTES = 1 << 13;

  private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Loop loop;
  private final Link link;
  private final OutputQueue output;
  private final Iterator<ByteBuffer> pieces;
  private final boolean chunked;
  private final Runnable complete;
  private final PaceWatch watch;
  private boolean ended;
  private long timer;

  /**
   * Not begun.
   *
   * @param output of the connection
   * @param withinNanos how long nothing at all may be taken
   * @param complete runs when the link has taken all
   */
  PieceAnswer(
      Loop loop,
      Link link,
      OutputQueue output,
      Iterator<ByteBuffer> pieces,
      boolean chunked,
      long withinNanos,
      Runnable complete) {
    this.loop = loop;
    this.link = link;
    this.output = output;
    this.pieces = pieces;
    this.chunked = chunked;
    this.complete = complete;
    watch = new PaceWatch(FileAnswer.pace(withinNanos), loop.nanoTime());
  }

  @Override
  public int heldBytes() {
    return MOST_HELD_BYTES;
  }

  @Override
  public void begin(boolean hasRoom) {
    arm();
    if (hasRoom) {
      onWritable();
    }
  }

  @Override
  public void onWritable() {
    while (pieces.hasNext()) {
      ByteBuffer piece = pieces.next();
      if (piece.hasRemaining() && !isTaken(piece)) {
        return;
      }
    }
    if (chunked && !ended) {
      ended = true;
      if (output.send(link, ByteBuffer.wrap(END)) != OutputQueue.Outcome.TAKEN) {
        return;
      }
    }
    loop.cancel(timer);
    complete.run();
  }

  private boolean isTaken(ByteBuffer piece) {
    watch.progress(piece.remaining(), loop.nanoTime());
    return output.send(link, chunked ? chunk(piece) : piece) == OutputQueue.Outcome.TAKEN;
  }

  private static ByteBuffer chunk(ByteBuffer piece) {
    String size = Integer.toHexString(piece.remaining()) + "\r\n";
    ByteBuffer chunk = ByteBuffer.allocate(size.length() + piece.remaining() + 2);
    chunk.put(size.getBytes(StandardCharsets.ISO_8859_1)).put(piece);
    return chunk.put((byte) '\r').put((byte) '\n').flip();
  }

  @Override
  public void cancel() {
    loop.cancel(timer);
  }

  private void arm() {
    timer = loop.schedule(watch.failsIn(loop.nanoTime()), this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (watch.verdict(loop.nanoTime()) == PaceWatch.Verdict.GOOD) {
      arm();
    } else {
      link.abort(Reason.TIMEOUT);
    }
  }
}
