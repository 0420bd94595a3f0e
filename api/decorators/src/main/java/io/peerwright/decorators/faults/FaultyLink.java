package io.peerwright.decorators.faults;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.kit.net.ForwardingLink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A link whose bytes, and whose end, leave after a delay and in short pieces. What waits is bounded
 * by the send buffer; what comes in is at most cut, never kept.
 */
final class FaultyLink extends ForwardingLink implements TimerTarget {

  private static final int OPENED = 0;
  private static final int DUE = 1;
  private static final int WRITABLE = 2;
  private static final int LINGERED = 3;

  /** What a write costs besides its bytes, so that many short ones stay within bounds, too. */
  private static final int BYTES_PER_WRITE = 64;

  /** How long a closed link may take to get rid of what it was given. */
  private static final long LINGER_NANOS = 5_000_000_000L;

  private record Held(ByteBuffer bytes, long due) {}

  private final Faults faults;
  private final int bufferBytes;
  private final boolean opensLate;

  private final Deque<Held> held = new ArrayDeque<>(0);
  private int heldBytes;
  private long lastDue;
  private long endDue;
  private long timer;

  /** Credit that was given before the handler was told that the link is open. */
  private int earlyCredit;

  private boolean open;
  private boolean over;
  private boolean closing;
  private boolean outputEnded;
  private boolean endSent;
  private boolean inputEndedEarly;
  private boolean lowerIsFull;
  private boolean owesWritable;
  private boolean writableDue;

  FaultyLink(Faults faults, int bufferBytes, boolean opensLate) {
    this.faults = faults;
    this.bufferBytes = bufferBytes;
    this.opensLate = opensLate;
    lastDue = faults.loop().nanoTime();
  }

  private Loop loop() {
    return faults.loop();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == DUE) {
      timer = 0;
    }
    if (over) {
      return;
    }
    switch (code) {
      case OPENED -> call(this::opened);
      case DUE -> flush();
      case WRITABLE -> call(this::tellWritable);
      default -> link().abort(Reason.CANCELLED);
    }
  }

  // Opening: the answer to a connection attempt is under way, too.

  @Override
  public void onOpen(Link lower) {
    long delay = opensLate ? faults.delay(lower.remote()) : 0;
    if (delay > 0) {
      loop().schedule(delay, this, OPENED, 0);
    } else {
      opened();
    }
  }

  private void opened() {
    open = true;
    if (earlyCredit > 0) {
      link().request(earlyCredit);
    }
    handler().onOpen(this);
    if (inputEndedEarly && open) {
      handler().onInputClosed(this);
    }
  }

  // Sending.

  @Override
  public int write(ByteBuffer source) {
    if (!open || outputEnded || owesWritable && !hasRoom() || !source.hasRemaining()) {
      return 0;
    }
    int taken = Math.max(0, Math.min(source.remaining(), bufferBytes - heldBytes));
    if (taken > 0) {
      hold(source, taken);
    }
    owesWritable |= source.hasRemaining();
    flush();
    return taken;
  }

  private void hold(ByteBuffer source, int bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes);
    int end = source.limit();
    source.limit(source.position() + bytes);
    copy.put(source).flip();
    source.limit(end);
    held.add(new Held(copy, nextDue()));
    heldBytes += bytes + BYTES_PER_WRITE;
  }

  /** When what is sent now leaves: never before what was sent before it. */
  private long nextDue() {
    long due = loop().nanoTime() + faults.delay(remote());
    lastDue = due - lastDue > 0 ? due : lastDue;
    return lastDue;
  }

  /** Hands on what is due, and the end after it. */
  private void flush() {
    long now = loop().nanoTime();
    Held first;
    while (!lowerIsFull && (first = held.peek()) != null && first.due - now <= 0) {
      heldBytes -= send(first.bytes);
      if (!first.bytes.hasRemaining()) {
        held.remove();
        heldBytes -= BYTES_PER_WRITE;
      }
    }
    if (held.isEmpty()) {
      sendEnd(now);
    } else if (!lowerIsFull) {
      wakeAt(held.getFirst().due);
    }
    if (owesWritable && !writableDue && hasRoom()) {
      writableDue = true;
      loop().schedule(0, this, WRITABLE, 0);
    }
  }

  private int send(ByteBuffer bytes) {
    int end = bytes.limit();
    int count = Math.min(bytes.remaining(), faults.segmentBytes());
    bytes.limit(bytes.position() + count);
    int taken = link().write(bytes);
    bytes.limit(end);
    lowerIsFull = taken < count;
    return taken;
  }

  private void sendEnd(long now) {
    if (closing) {
      link().close();
    } else if (outputEnded && !endSent) {
      if (endDue - now <= 0) {
        endSent = true;
        link().closeOutput();
      } else {
        wakeAt(endDue);
      }
    }
  }

  private void wakeAt(long due) {
    if (timer == 0) {
      timer = loop().schedule(due - loop().nanoTime(), this, DUE, 0);
    }
  }

  @Override
  public void onWritable(Link lower) {
    lowerIsFull = false;
    flush();
  }

  private boolean hasRoom() {
    return heldBytes <= bufferBytes / 2;
  }

  private void tellWritable() {
    writableDue = false;
    if (open && !outputEnded && owesWritable && hasRoom()) {
      owesWritable = false;
      handler().onWritable(this);
    }
  }

  // Receiving.

  @Override
  public void request(int bytes) {
    if (open || closing) {
      link().request(bytes);
    } else if (bytes < 1) {
      throw new IllegalArgumentException("credit must be at least 1, is " + bytes);
    } else {
      earlyCredit = bytes > UNLIMITED - earlyCredit ? UNLIMITED : earlyCredit + bytes;
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    while (open && data.hasRemaining()) {
      int count = faults.cut(data.remaining());
      ByteBuffer piece = data.slice(data.position(), count);
      data.position(data.position() + count);
      handler().onData(this, piece);
    }
  }

  @Override
  public void onInputClosed(Link ended) {
    if (open) {
      handler().onInputClosed(this);
    } else {
      inputEndedEarly = true;
    }
  }

  // Ending.

  @Override
  public void closeOutput() {
    if (open && !outputEnded) {
      outputEnded = true;
      endDue = nextDue();
      flush();
    }
  }

  @Override
  public void close() {
    if (closing || over) {
      return;
    }
    open = false;
    if (held.isEmpty()) {
      over = true;
      link().close();
      return;
    }
    closing = true;
    // What still comes in is thrown away, and must not keep the remote side from reading.
    link().request(UNLIMITED);
    loop().schedule(LINGER_NANOS, this, LINGERED, 0);
  }

  @Override
  public void abort(Reason reason) {
    end();
    link().abort(reason);
  }

  private void end() {
    open = false;
    over = true;
    held.clear();
    loop().cancel(timer);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    end();
    handler().onClosed(this, closing && reason != Reason.SHUTDOWN ? Reason.CANCELLED : reason);
  }
}
