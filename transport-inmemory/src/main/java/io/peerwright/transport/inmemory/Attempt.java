package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;

/**
 * A link's way to its other end: from the call until both ends know each other. Nobody keeps it but
 * the events under way, so an open link does not pay for it.
 */
final class Attempt implements TimerTarget {

  private static final int SYN = 0;
  private static final int REFUSED = 1;
  private static final int EXPIRED = 2;
  private static final int RETRY = 3;

  private static final long RETRY_NANOS = 1_000_000_000L;

  private final SimLink caller;

  Attempt(SimLink caller) {
    this.caller = caller;
  }

  /** Calls the other end; the timer that gives up, for the caller to cancel. */
  long start(long withinNanos) {
    long deadline = kernel().at(kernel().after(withinNanos), this, EXPIRED, 0);
    call(RETRY_NANOS);
    return deadline;
  }

  private Kernel kernel() {
    return caller.kernel();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (!caller.isConnecting()) {
      return;
    }
    switch (code) {
      case SYN -> arrive();
      case REFUSED -> refused();
      case EXPIRED -> caller.abort(Reason.TIMEOUT);
      case RETRY -> call(argument);
      default -> throw new IllegalStateException("no such event: " + code);
    }
  }

  private void call(long retryNanos) {
    SimHost from = caller.host();
    SimHost to = from.simulation().hosts().route(from, caller.remote());
    if (to == null) {
      return;
    }
    Wire wire = caller.wire();
    if (wire.connects(from, to)) {
      kernel().at(wire.leave(from, 0) + wire.latency(from, to), this, SYN, 0);
    } else {
      kernel().at(kernel().after(retryNanos), this, RETRY, retryNanos * 2);
    }
  }

  private void arrive() {
    SimHost from = caller.host();
    SimHost to = from.simulation().hosts().route(from, caller.remote());
    if (to == null || to.isCrashed()) {
      return;
    }
    SimLink other = to.stack().attempt(caller.remote(), caller.local());
    if (other != null && other != caller) {
      // Both sides have called each other: the attempts become the two ends of one link.
      other.answer(caller);
      other.opened();
      return;
    }
    SimListener listener = to.stack().listener(caller.remote());
    if (listener != null && listener.isOpen()) {
      SimLink end = SimLink.accept(listener, caller);
      end.answer(caller);
      end.acceptedBy(listener.offer(end));
    } else if (caller.wire().reaches(to, from)) {
      kernel().at(kernel().now() + caller.wire().latency(to, from), this, REFUSED, 0);
    }
  }

  private void refused() {
    if (caller.peer() == null) {
      caller.end(Reason.REFUSED);
    }
  }
}
