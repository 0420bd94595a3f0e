package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
final class SimListener implements Handle, TimerTarget {

  /** A host, as far as its listeners need to know it. */
  interface Owner extends SocketHost {

    /** A listener is no more, or was never one. */
    void closed(SimListener listener);
  }

  private static final int LISTENING = 0;
  private static final int CLOSED = 1;

  /** The next listener of the machine. */
  @Nullable SimListener following;

  private final Owner host;
  private final Endpoint local;
  private final SocketOptions options;
  private final LinkAcceptor acceptor;
  private boolean open;
  private boolean ended;

  SimListener(Owner host, Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    this.host = host;
    this.local = local;
    this.options = options;
    this.acceptor = acceptor;
  }

  Owner host() {
    return host;
  }

  Endpoint local() {
    return local;
  }

  SocketOptions options() {
    return options;
  }

  boolean isShared() {
    return options.reuse();
  }

  boolean isOpen() {
    return open;
  }

  /** Listens from the next event on. */
  void start() {
    tell(LISTENING, 0);
  }

  /** Stops, or never starts. */
  void end(Reason reason) {
    if (ended) {
      return;
    }
    ended = true;
    open = false;
    host.closed(this);
    tell(CLOSED, reason.ordinal());
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }

  private void tell(int code, long argument) {
    host.kernel().at(host, host.kernel().now(), this, code, argument);
  }

  @Override
  public void onTimer(int code, long argument) {
    if (host.isCrashed()) {
      return;
    }
    try {
      if (code == CLOSED) {
        acceptor.onClosed(Reasons.of(argument));
      } else if (!ended) {
        open = true;
        acceptor.onListening(local);
      }
    } catch (Throwable thrown) {
      host.kernel().failed(host, thrown);
    }
  }

  /** Offers a link to the application; null if it was turned down. */
  @Nullable LinkHandler offer(Link link) {
    try {
      return acceptor.onAccept(link);
    } catch (Throwable thrown) {
      host.kernel().failed(host, thrown);
      return null;
    }
  }
}
