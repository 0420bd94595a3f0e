package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.nat.IpProtocol;

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

  private final TransportHost host;
  private final SimLink caller;

  /** An attempt of a host to find the other end of its link. */
  Attempt(TransportHost host, SimLink caller) {
    this.host = host;
    this.caller = caller;
  }

  /** Calls the other end; the timer that gives up, for the caller to cancel. */
  long start(long withinNanos) {
    long deadline = kernel().alarm(host, kernel().after(withinNanos), this, EXPIRED, 0);
    // Not before the caller has had its say: what it takes back at once is never seen.
    kernel().at(host, kernel().now(), this, RETRY, RETRY_NANOS);
    return deadline;
  }

  private Kernel kernel() {
    return caller.kernel();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (code == SYN) {
      arrive(host.at((int) argument));
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
    Member to = host.route(caller.remote());
    if (NatPath.isNeeded(host, to, caller.remote())) {
      callThroughNat(retryNanos);
      return;
    }
    if (to == null) {
      return;
    }
    NetworkPath wire = caller.wire();
    if (wire.connects(host, to)) {
      long arrives = wire.leave(host, 0) + wire.latency(host, to, host.nextPacket());
      kernel().send(host, to, arrives, this, SYN, to.index());
    } else {
      retry(retryNanos);
    }
  }

  private void retry(long nanos) {
    kernel().at(host, kernel().after(nanos), this, RETRY, nanos * 2);
  }

  /** At the machine that is called; of the caller only what never changes is looked at. */
  private void arrive(TransportHost to) {
    if (!to.isCrashed() && !connect(to, caller.remote(), caller.local())) {
      refuse(to);
    }
  }

  /** Whether somebody takes the call, at the address where it came in, from where it came. */
  private boolean connect(TransportHost to, Endpoint at, Endpoint from) {
    SimLink other = to.stack().attempt(at, from);
    if (other != null && other != caller) {
      // Both sides have called each other: the attempts become the two ends of one link.
      other.answer(caller);
      other.opened();
      return true;
    }
    SimListener listener = to.stack().listener(at);
    if (listener == null || !listener.isOpen()) {
      return false;
    }
    // Of the hosts of that machine it may be another one that listens.
    TransportHost by = host.at(listener.host().index());
    SimLink end = new SimLink(by, at, from, listener.options(), null);
    by.stack().add(end);
    end.answer(caller);
    end.acceptedBy(listener.offer(end));
    return true;
  }

  private void refuse(TransportHost by) {
    if (caller.wire().reaches(by, host)) {
      long arrives = by.kernel().now() + caller.wire().latency(by, host, by.nextPacket());
      by.kernel().send(by, host, arrives, this, REFUSED, 0);
    }
  }

  // NAT boxes.

  /** Calls again and again: behind a NAT box nobody may hear of it. */
  private void callThroughNat(long retryNanos) {
    NetworkPath wire = caller.wire();
    NatPath path =
        NatPath.leave(IpProtocol.TCP, host, caller.local(), caller.remote(), kernel().now());
    if (path != null && wire.connects(host, path.at())) {
      boolean again = retryNanos > RETRY_NANOS;
      TimerTarget syn = (code, argument) -> arriveThroughNat(path, again);
      long arrives = wire.leave(host, 0) + wire.latency(host, path.at(), host.nextPacket());
      kernel().send(host, path.at(), arrives, syn, 0, 0);
    }
    retry(retryNanos);
  }

  private void arriveThroughNat(NatPath sent, boolean again) {
    NatPath path = sent.enter(sent.at().kernel().now());
    TransportHost to = host.at(path.at().index());
    if (!path.isThere()) {
      if (path.isAnswered()) {
        refuse(to);
      }
      return;
    }
    boolean known = again && to.stack().isLinked(path.to(), path.from());
    if (!known && !to.isCrashed() && caller.wire().reaches(host, to)) {
      if (!connect(to, path.to(), path.from())) {
        refuse(to);
      }
    }
  }
}
