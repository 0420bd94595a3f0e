package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.OutputQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, on which one call follows the other, none before the one before it has
 * been answered in full.
 *
 * <p>Nothing ties an answer to its request but their order. So a connection is given up as soon as
 * something comes that nobody has asked for, while it is idle or behind an answer; and before it is
 * asked again it is listened to for a moment, so that what has arrived already is seen.
 */
final class HttpConnection implements LinkHandler, TimerTarget {

  /** One call: what is asked, and who hears the answer. */
  interface Call {

    /** The bytes of the request. */
    byte[] request();

    /** Bytes of the body that may still come. */
    int credit();

    /** There is a connection now. */
    void onConnected();

    /** Takes what has come, as far as there is credit for it; what is left comes again. */
    void onBytes(ByteBuffer data);

    /** The server has ended its direction. */
    void onInputClosed();

    /** The connection is over. */
    void onLost(Reason reason);
  }

  /** Takes connections back. */
  interface Owner {

    /** How long it may stay unused before it is closed. */
    long idleNanos();

    /** It has been answered on in full and can be asked again. */
    void onIdle(HttpConnection connection);

    /** It is over, or has been idle for too long; told of idle ones only. */
    void onGone(HttpConnection connection);
  }

  /** Bytes that may come beyond the credit of a call: heads, and what stands between chunks. */
  static final int AROUND_BYTES = 4096;

  /** How long it stays unused before it is closed, as a rule. */
  static final long IDLE_NANOS = 15_000_000_000L;

  private static final long SETTLE_NANOS = 1_000_000;
  private static final int MAX_REQUEST_BYTES = 65_536;
  private static final int SETTLED = 1;
  private static final int IDLE = 2;

  private final Loop loop;
  private final @Nullable Owner owner;
  private final Link link;
  private final OutputQueue output = new OutputQueue(MAX_REQUEST_BYTES);
  private @Nullable Call call;
  private int calls;
  private boolean open;

  /** The current call has been written. */
  private boolean asked;

  private boolean inputOver;
  private boolean over;
  private long timer;

  /** Bytes that the link may still deliver. */
  private int linkCredit;

  /** What has come of the answer before there was credit for it. */
  private @Nullable ByteBuffer held;

  /**
   * Connects.
   *
   * @param owner null for a connection that is used once
   */
  HttpConnection(
      Loop loop, Transport transport, Endpoint to, SocketOptions options, @Nullable Owner owner) {
    this.loop = loop;
    this.owner = owner;
    link = transport.connect(to, options, this);
  }

  Endpoint remote() {
    return link.remote();
  }

  /** True if calls have been answered on it before the current one. */
  boolean isReused() {
    return calls > 1;
  }

  /** True if a call with so much credit would not be sent more than that. */
  boolean suits(int credit) {
    return linkCredit <= (long) credit + AROUND_BYTES || credit == Link.UNLIMITED;
  }

  // ---- what calls do

  /** Asks; the connection must be idle or new. */
  void begin(Call next) {
    assert call == null && !over;
    call = next;
    calls++;
    loop.cancel(timer);
    timer = open ? loop.schedule(SETTLE_NANOS, this, SETTLED, 0) : 0;
    grant();
  }

  private void ask(Call current) {
    asked = true;
    output.send(link, ByteBuffer.wrap(current.request()));
  }

  /** The current call has got more credit. */
  void credited() {
    grant();
    if (held != null) {
      loop.execute(this::goOn);
    }
  }

  private void grant() {
    Call current = call;
    int credit = current == null ? 0 : current.credit();
    if (over || linkCredit == Link.UNLIMITED) {
      return;
    }
    if (credit == Link.UNLIMITED) {
      linkCredit = Link.UNLIMITED;
      link.request(Link.UNLIMITED);
      return;
    }
    int kept = held == null ? 0 : held.remaining();
    long more = (long) credit + AROUND_BYTES - kept - linkCredit;
    // What is around costs no request each time, as long as the half of it is left.
    if (more >= AROUND_BYTES / 2) {
      linkCredit += (int) more;
      link.request((int) more);
    }
  }

  /**
   * The current call is over.
   *
   * @param whole true if its answer has been taken to the end
   * @param kept true if the server is ready for another call
   */
  void end(boolean whole, boolean kept) {
    call = null;
    asked = false;
    if (over) {
      return;
    }
    if (whole && kept && !inputOver && owner != null) {
      timer = loop.schedule(owner.idleNanos(), this, IDLE, 0);
      grant();
      owner.onIdle(this);
    } else if (whole) {
      close();
    } else {
      // A server may have any amount more to send, and closing would hear it out for a while.
      abort(Reason.CANCELLED);
    }
  }

  /** Ends it in order. */
  void close() {
    over = true;
    loop.cancel(timer);
    link.close();
  }

  private void abort(Reason reason) {
    over = true;
    held = null;
    loop.cancel(timer);
    link.abort(reason);
  }

  /** Tells whoever has it that it is over. */
  private void gone(Reason reason) {
    Call current = call;
    if (current != null) {
      current.onLost(reason);
    } else if (owner != null) {
      owner.onGone(this);
    }
  }

  // ---- the link

  @Override
  public void onOpen(Link opened) {
    open = true;
    Call current = call;
    if (current != null) {
      current.onConnected();
      ask(current);
    }
  }

  @Override
  public void onWritable(Link writable) {
    output.flush(link);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    linkCredit -= linkCredit == Link.UNLIMITED ? 0 : data.remaining();
    Call current = call;
    if (current == null || !asked) {
      unexpected();
      return;
    }
    ByteBuffer before = held;
    held = null;
    read(current, before == null ? data : joined(before, data));
  }

  private void read(Call current, ByteBuffer data) {
    current.onBytes(data);
    if (call == current) {
      held = data.hasRemaining() ? joined(ByteBuffer.allocate(0), data) : null;
      grant();
    } else if (data.hasRemaining()) {
      unexpected();
    }
  }

  private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    ByteBuffer both = ByteBuffer.allocate(first.remaining() + second.remaining());
    return both.put(first).put(second).flip();
  }

  /** There is credit for what has come already. */
  private void goOn() {
    Call current = call;
    ByteBuffer rest = held;
    if (rest != null && current != null && !over) {
      held = null;
      read(current, rest);
      if (call == current && held == null && inputOver) {
        current.onInputClosed();
      }
    }
  }

  /** Something has come that is no answer to anything. */
  private void unexpected() {
    if (!over) {
      abort(Reason.PROTOCOL);
      gone(Reason.PROTOCOL);
    }
  }

  @Override
  public void onInputClosed(Link closed) {
    inputOver = true;
    Call current = call;
    if (over) {
      return;
    }
    if (current == null || !asked) {
      close();
      gone(Reason.ENDED);
    } else if (held == null) {
      current.onInputClosed();
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    loop.cancel(timer);
    if (!over) {
      over = true;
      gone(reason);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    Call current = call;
    if (code == SETTLED && current != null) {
      ask(current);
    } else if (code == IDLE) {
      close();
      gone(Reason.CANCELLED);
    }
  }
}
