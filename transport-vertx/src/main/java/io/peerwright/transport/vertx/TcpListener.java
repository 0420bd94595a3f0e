package io.peerwright.transport.vertx;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening TCP socket.
 *
 * <p>It accepts as far as the {@link AcceptLimits} and the file descriptors of the process go, and
 * then leaves the selector alone: the connections wait in the system's queue.
 */
final class TcpListener extends SocketHandle<ServerSocketChannel> implements TimerTarget {

  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

  private static final int ACCEPTS_PER_EVENT = 64;

  /** How long no connection is accepted when the process has no file descriptor left. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Endpoint wanted;
  private final SocketOptions options;
  private final LinkAcceptor acceptor;
  private final AcceptLimits limits;
  private boolean waitsForAnEnd;
  private boolean failing;
  private boolean closed;

  TcpListener(
      HostSockets host,
      Endpoint local,
      SocketOptions options,
      LinkAcceptor acceptor,
      AcceptLimits limits) {
    super(host);
    this.wanted = local;
    this.options = options;
    this.acceptor = acceptor;
    this.limits = limits;
  }

  /** Opens the socket in an event of its own; the handle closes it. */
  Handle listen() {
    host.add(this);
    reactor.postAfterSelect(this::open);
    return () -> {
      reactor.checkCurrent();
      end(Reason.CANCELLED);
    };
  }

  private void open() {
    if (closed) {
      return;
    }
    if (host.isClosed()) {
      end(Reason.SHUTDOWN);
      return;
    }
    Endpoint bound;
    try {
      adopt(ServerSocketChannel.open(Sockets.family(wanted)));
      Sockets.allowReuse(channel(), options.reuse());
      channel().bind(wanted.toSocketAddress(), options.backlog());
      register();
      bound = Sockets.endpoint((InetSocketAddress) channel().getLocalAddress());
    } catch (IOException | RuntimeException e) {
      LOG.info("{} cannot listen at {}: {}", host.name(), wanted, e.toString());
      end(Reasons.ofBind(e));
      return;
    }
    addInterest(SelectionKey.OP_ACCEPT);
    acceptor.onListening(bound);
  }

  @Override
  void onReady(int operations) {
    try {
      for (int i = 0; i < ACCEPTS_PER_EVENT && !closed; i++) {
        long wait = limits.waitNanos(host.loop().nanoTime());
        if (wait > 0) {
          pause(wait);
          return;
        }
        SocketChannel accepted = channel().accept();
        if (accepted == null) {
          return;
        }
        failing = false;
        accept(accepted);
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.warn("{} cannot accept at {} for now: {}", host.name(), wanted, e.toString());
      }
      pause(PAUSE_NANOS);
    }
  }

  /** Leaves what comes in the system's queue, of which the selector would tell us all the time. */
  private void pause(long nanos) {
    dropInterest(SelectionKey.OP_ACCEPT);
    if (nanos == AcceptLimits.UNTIL_A_LINK_ENDS) {
      waitsForAnEnd = true;
    } else {
      host.loop().schedule(nanos, this, 0, 0);
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    resume();
  }

  private void resume() {
    if (!closed) {
      addInterest(SelectionKey.OP_ACCEPT);
    }
  }

  private void linkEnded() {
    limits.ended();
    if (waitsForAnEnd) {
      waitsForAnEnd = false;
      resume();
    }
  }

  private void accept(SocketChannel accepted) throws IOException {
    TcpLink link;
    try {
      Endpoint local = Sockets.endpoint((InetSocketAddress) accepted.getLocalAddress());
      Endpoint remote = Sockets.endpoint((InetSocketAddress) accepted.getRemoteAddress());
      link = new TcpLink(host, options, local, remote);
      link.accepted(accepted, this::linkEnded);
      limits.accepted(host.loop().nanoTime());
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} lost a connection that it was about to accept", host.name(), e);
      accepted.close();
      return;
    }
    LinkHandler handler = askAcceptor(link);
    if (handler == null) {
      link.abort(Reason.REFUSED);
    } else {
      link.acceptedBy(handler);
    }
  }

  private @Nullable LinkHandler askAcceptor(TcpLink link) {
    try {
      return acceptor.onAccept(link);
    } catch (Throwable t) {
      reactor.report("The acceptor of " + host.name(), t);
      return null;
    }
  }

  @Override
  public void end(Reason reason) {
    if (!closed) {
      closed = true;
      closeChannel();
      host.remove(this);
      reactor.postAfterSelect(() -> acceptor.onClosed(reason));
    }
  }
}
