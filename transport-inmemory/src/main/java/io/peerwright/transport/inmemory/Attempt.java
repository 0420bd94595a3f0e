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
    long deadline = kernel().at(caller.host(), kernel().after(withinNanos), this, EXPIRED, 0);
    // Not before the caller has had its say: what it takes back at once is never seen.
    kernel().at(caller.host(), kernel().now(), this, RETRY, RETRY_NANOS);
    return deadline;
  }

  private Kernel kernel() {
    return caller.kernel();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == SYN) {
      arrive(caller.host().simulation().hosts().at((int) argument));
    } else if (caller.isConnecting()) {
      switch (code) {
        case REFUSED -> caller.end(Reason.REFUSED);
        case EXPIRED -> caller.abort(Reason.TIMEOUT);
        case RETRY -> call(argument);
        default -> throw new IllegalStateException("no such event: " + code);
      }
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
      long arrives = wire.leave(from, 0) + wire.latency(from, to, from.nextPacket());
      kernel().send(from, to, arrives, this, SYN, to.index());
    } else {
      kernel().at(from, kernel().after(retryNanos), this, RETRY, retryNanos * 2);
    }
  }

  /** At the machine that is called; of the caller only what never changes is looked at. */
  private void arrive(SimHost to) {
    SimHost from = caller.host();
    if (to.isCrashed()) {
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
      long arrives = to.kernel().now() + caller.wire().latency(to, from, to.nextPacket());
      to.kernel().send(to, from, arrives, this, REFUSED, 0);
    }
  }
}
