package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.PaceWatch;
import io.peerwright.kit.upload.FileSender;

/**
 * A part of a file on its way into a connection. Whoever reads too slowly for a while is cut off,
 * and so is one to whom we cannot send what the head of the answer has announced.
 */
final class FileAnswer implements BodyAnswer, FileSender.Listener, TimerTarget {

  /** A modem of 1992 is faster. */
  static final int LEAST_BYTES_PER_SECOND = 1024;

  /** So long one that is just fast enough takes to empty a full buffer before there is room. */
  private static final long BUFFER_NANOS =
      1_000_000_000L * SocketOptions.DEFAULT.sendBufferBytes() / LEAST_BYTES_PER_SECOND;

  private final Loop loop;
  private final Link link;
  private final FilePart part;
  private final PaceWatch.Pace pace;
  private final Runnable complete;
  private final FileSender sender;
  private PaceWatch watch;
  private boolean started;
  private boolean over;
  private long timer;

  /**
   * Not begun.
   *
   * @param withinNanos how long nothing at all may be taken
   * @param complete runs when the link has taken all
   */
  FileAnswer(Loop loop, Link link, FilePart part, long withinNanos, Runnable complete) {
    this.loop = loop;
    this.link = link;
    this.part = part;
    this.complete = complete;
    pace = pace(withinNanos);
    watch = new PaceWatch(pace, loop.nanoTime());
    sender = new FileSender(loop, link, part.file(), part.from(), part.end(), this);
    if (part.rates() != null) {
      sender.limit(part.rates());
    }
    if (part.held() != null) {
      sender.only(part.held());
    }
  }

  /** How fast answers have to be taken at least, however long they are. */
  static PaceWatch.Pace pace(long withinNanos) {
    return new PaceWatch.Pace(
        LEAST_BYTES_PER_SECOND, Math.max(1_000_000, Math.max(withinNanos, BUFFER_NANOS)), 0);
  }

  @Override
  public int heldBytes() {
    return (int) Math.min(part.length(), FileSender.MOST_HELD_BYTES);
  }

  @Override
  public void begin(boolean hasRoom) {
    arm();
    if (hasRoom) {
      start();
    }
  }

  private void start() {
    started = true;
    sender.start();
  }

  @Override
  public void onWritable() {
    if (started) {
      sender.onWritable();
    } else {
      start();
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      sender.cancel();
      end(false);
    }
  }

  private void end(boolean isComplete) {
    over = true;
    loop.cancel(timer);
    part.listener().onOver(isComplete);
  }

  private void arm() {
    loop.cancel(timer);
    timer = loop.schedule(watch.failsIn(loop.nanoTime()), this, 0, 0);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (sender.wasHeldBack()) {
      // It has waited for us.
      watch = new PaceWatch(pace, loop.nanoTime());
    }
    if (watch.verdict(loop.nanoTime()) == PaceWatch.Verdict.GOOD) {
      arm();
    } else {
      cancel();
      link.abort(Reason.TIMEOUT);
    }
  }

  @Override
  public void onSent(int bytes) {
    watch.progress(bytes, loop.nanoTime());
    part.listener().onSent(bytes);
  }

  @Override
  public void onComplete() {
    if (!over) {
      end(true);
      complete.run();
    }
  }

  @Override
  public void onFailed(Throwable cause) {
    if (!over) {
      end(false);
      // Less than was announced: only the end of the connection tells that.
      link.abort(Reason.FAILED);
    }
  }
}
