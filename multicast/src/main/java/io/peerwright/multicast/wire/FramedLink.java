package io.peerwright.multicast.wire;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link that carries {@link Frame}s. A frame that cannot be read costs the link, which
 * ends with {@link Reason#PROTOCOL}; a remote side that does not read what it asked for is cut off
 * with {@link Reason#LIMIT}.
 */
public abstract class FramedLink implements LinkHandler {

  private final FrameBuffer frames;
  private final OutputQueue output;
  private @Nullable Link link;
  private boolean over;

  /**
   * Not open yet.
   *
   * @param maxFrameBytes a longer frame ends the link
   * @param maxWaitingBytes how much may wait for a remote side that does not read
   */
  protected FramedLink(int maxFrameBytes, int maxWaitingBytes) {
    frames = new FrameBuffer(Frame.FRAMING, maxFrameBytes);
    output = new OutputQueue(maxWaitingBytes);
  }

  /** The link is open: frames may be sent, and come. */
  protected abstract void onReady(Link opened);

  /**
   * A frame has come.
   *
   * @param body what follows the type; borrowed
   * @throws IllegalArgumentException if it cannot be read
   * @throws BufferUnderflowException if it is cut off
   */
  protected abstract void onFrame(int type, ByteBuffer body);

  /** A frame of so many bytes is sent, for who counts them. */
  protected void onSent(int bytes) {}

  /** There is room again after {@link #isBlocked}. */
  protected void onRoom() {}

  /** The link is over; nothing follows. */
  protected abstract void onOver(Reason reason);

  /** The link, once it is known. */
  public final void attach(Link given) {
    link = given;
  }

  /** Sends a frame, or lets it wait. Does nothing once the link is over. */
  public final void send(ByteBuffer frame) {
    Link to = link;
    if (to != null && !over) {
      onSent(frame.remaining());
      output.send(to, frame);
    }
  }

  /** Whether the remote side has not taken all yet. */
  public final boolean isBlocked() {
    return output.waitingBytes() > 0;
  }

  /** Ends the link after what was sent. */
  public final void close() {
    if (link != null) {
      output.flush(link);
      link.close();
    }
  }

  /** Cuts the link. */
  public final void abort(Reason reason) {
    if (link != null) {
      link.abort(reason);
    }
  }

  /** Whether nothing can be sent any more. */
  public final boolean isOver() {
    return over;
  }

  @Override
  public final void onOpen(Link opened) {
    link = opened;
    opened.request(Link.UNLIMITED);
    onReady(opened);
  }

  @Override
  public final void onData(Link from, ByteBuffer data) {
    ByteBuffer frame;
    while (!over && (frame = frames.next(data)) != null) {
      int type = frame.get(Frame.HEADER_BYTES - 1) & 0xff;
      try {
        onFrame(type, frame.position(Frame.HEADER_BYTES));
      } catch (IllegalArgumentException | BufferUnderflowException e) {
        from.abort(Reason.PROTOCOL);
        return;
      }
    }
    Reason failure = frames.failure();
    if (failure != null) {
      from.abort(failure);
    }
  }

  @Override
  public final void onWritable(Link writable) {
    if (output.flush(writable) == OutputQueue.Outcome.TAKEN) {
      onRoom();
    }
  }

  @Override
  public final void onClosed(Link closed, Reason reason) {
    over = true;
    onOver(reason);
  }
}
