package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection: its life cycle, and what its handler is told. Its directions are a {@link
 * TcpInput} and a {@link TcpOutput}.
 */
final class TcpLink extends InputSocket implements Link, TimerTarget, Reactor.Written {

  private static final long CLOSE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int DEADLINE = 1;
  private static final int CUT_OFF = 2;

  private final TcpOutput output;

  @SuppressWarnings("NullAway.Init") // known before there is something to tell but the end
  private LinkHandler handler;

  private @Nullable Runnable whenOver;
  private Reason closedWith = Reason.FAILED;
  private Endpoint local;
  private final Endpoint remote;
  private final TcpInput input = new TcpInput(this);
  private long timer;

  private boolean writablePosted;
  private boolean flushPending;

  TcpLink(HostSockets host, SocketOptions options, Endpoint local, Endpoint remote) {
    super(host);
    this.output = new TcpOutput(options.sendBufferBytes(), reactor.chunks());
    this.local = local;
    this.remote = remote;
  }

  // ---- opening

  /** The connection is going to be opened by a {@link TcpAttempt}. */
  void connecting(long withinNanos, LinkHandler itsHandler) {
    handler = itsHandler;
    host.add(this);
    timer = host.loop().schedule(withinNanos, this, DEADLINE, 0);
  }

  /** Takes a connection over that the remote side has opened; it waits for {@link #acceptedBy}. */
  void accepted(SocketChannel accepted, Runnable whenOver) throws IOException {
    this.whenOver = whenOver;
    adopt(accepted);
    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    register();
    host.add(this);
  }

  /** The handler of an accepted connection is known. */
  void acceptedBy(LinkHandler itsHandler) {
    handler = itsHandler;
    if (state == State.OPENING) {
      try {
        opened();
      } catch (IOException e) {
        finish(Reason.RESET);
      }
    } else {
      postClosed();
    }
  }

  private void finishConnect() {
    try {
      if (channel().finishConnect()) {
        dropInterest(SelectionKey.OP_CONNECT);
        opened();
      }
    } catch (IOException e) {
      finish(Reasons.ofConnect(e));
    }
  }

  void opened() throws IOException {
    local = Sockets.endpoint((InetSocketAddress) channel().getLocalAddress());
    if (local.equals(remote)) {
      // A port of the range that the system takes local ports from, and nobody listens there.
      cutOff(Reason.REFUSED);
      return;
    }
    stopTimer();
    state = State.OPEN;
    addInterest(SelectionKey.OP_READ);
    try {
      handler.onOpen(this);
    } catch (Throwable t) {
      handlerFailed(t);
    }
    if (output.isClosed()) {
      flushSoon();
    }
  }

  // ---- events

  @Override
  void onReady(int operations) {
    if (state == State.OPENING) {
      if ((operations & SelectionKey.OP_CONNECT) != 0) {
        finishConnect();
      }
      return;
    }
    if ((operations & SelectionKey.OP_CONNECT) != 0 && isDeaf()) {
      finish(Reason.RESET);
      return;
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      output.unblock();
      dropInterest(SelectionKey.OP_WRITE);
      flushSoon();
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      try {
        input.readable();
      } catch (IOException e) {
        finish(state == State.CLOSING ? Reason.CANCELLED : Reasons.ofOpenLink(e));
      }
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    cutOff(code == DEADLINE ? Reason.TIMEOUT : Reason.CANCELLED);
  }

  @Override
  boolean isDeaf() {
    return state == State.OPEN && !output.isEnded() && input.isPaused();
  }

  @Override
  void stopAsking() {
    if (state == State.OPEN || state == State.CLOSING) {
      dropInterest(SelectionKey.OP_CONNECT);
    }
  }

  // ---- reading

  @Override
  void deliver(ByteBuffer view) {
    try {
      handler.onData(this, view);
    } catch (Throwable t) {
      handlerFailed(t);
    }
  }

  @Override
  void inputEnded() {
    dropInterest(SelectionKey.OP_READ);
    if (state == State.OPEN) {
      try {
        handler.onInputClosed(this);
      } catch (Throwable t) {
        handlerFailed(t);
      }
    }
    finishIfBothEnded();
  }

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, is " + bytes);
    }
    reactor.checkCurrent();
    input.request(bytes);
  }

  // ---- writing

  @Override
  public int write(ByteBuffer source) {
    reactor.checkCurrent();
    if (state != State.OPEN || !source.hasRemaining()) {
      return 0;
    }
    flushSoon();
    int before = source.position();
    try {
      return output.take(source, channel(), reactor.event());
    } catch (IOException e) {
      output.close();
      reactor.post(() -> finish(Reasons.ofOpenLink(e)));
      return source.position() - before;
    }
  }

  private void flushSoon() {
    if (!flushPending) {
      flushPending = true;
      reactor.flushLater(this);
    }
  }

  /** Soon after an event that it was written to in. */
  @Override
  public void flush() {
    flushPending = false;
    if (state != State.OPEN && state != State.CLOSING) {
      return;
    }
    try {
      output.flush(channel());
    } catch (IOException e) {
      finish(state == State.CLOSING ? Reason.CANCELLED : Reasons.ofOpenLink(e));
      return;
    }
    if (output.isBlocked()) {
      addInterest(SelectionKey.OP_WRITE);
    }
    if (output.owesWritable() && !writablePosted) {
      writablePosted = true;
      reactor.post(this::tellWritable);
    }
    finishIfBothEnded();
  }

  private void tellWritable() {
    writablePosted = false;
    if (state == State.OPEN && output.owesWritable()) {
      output.writableTold();
      try {
        handler.onWritable(this);
      } catch (Throwable t) {
        handlerFailed(t);
      }
    }
  }

  /** The memory that this link keeps for what it has taken and what it has read ahead. */
  int heldBytes() {
    return output.heldBytes() + input.heldBytes();
  }

  // ---- ending

  @Override
  public void closeOutput() {
    reactor.checkCurrent();
    output.close();
    if (state == State.OPEN) {
      flushSoon();
    }
  }

  @Override
  public void close() {
    reactor.checkCurrent();
    if (state == State.OPENING) {
      finish(Reason.CANCELLED);
    } else if (state == State.OPEN) {
      state = State.CLOSING;
      output.close();
      input.dropKept();
      stopTimer();
      timer = host.loop().schedule(CLOSE_WITHIN_NANOS, this, CUT_OFF, 0);
      if (!input.isEnded()) {
        addInterest(SelectionKey.OP_READ);
      }
      flushSoon();
    }
  }

  @Override
  public void abort(Reason reason) {
    reactor.checkCurrent();
    cutOff(reason);
  }

  /** Ends with RST instead of FIN. */
  private void cutOff(Reason reason) {
    if (state != State.CLOSED) {
      Sockets.resetOnClose(adopted());
      finish(reason);
    }
  }

  @Override
  public void end(Reason reason) {
    if (state == State.OPEN) {
      flush();
    }
    finish(reason);
  }

  @Override
  public void addressesLost(Set<Endpoint> lost) {
    if (lost.contains(local.withPort(0))) {
      abort(Reason.UNREACHABLE);
    }
  }

  private void finishIfBothEnded() {
    if (input.isEnded() && output.isEnded()) {
      finish(state == State.CLOSING ? Reason.CANCELLED : Reason.ENDED);
    }
  }

  private void handlerFailed(Throwable thrown) {
    reactor.report("The handler of " + this, thrown);
    cutOff(Reason.PROTOCOL);
  }

  /** Ends the link and says so to the handler; nothing if it has ended already. */
  void finish(Reason reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    stopTimer();
    closeChannel();
    output.clear();
    input.dropKept();
    host.remove(this);
    if (whenOver != null) {
      whenOver.run();
    }
    // While a network closes, the hosts that are closed first must not look like remote sides.
    closedWith = host.isClosed() ? Reason.SHUTDOWN : reason;
    if (handler != null) {
      postClosed();
    }
  }

  private void postClosed() {
    reactor.postAfterSelect(this::tellClosed);
  }

  private void tellClosed() {
    try {
      handler.onClosed(this, closedWith);
    } catch (Throwable t) {
      reactor.report("The handler of " + this, t);
    }
  }

  private void stopTimer() {
    if (timer != 0) {
      host.loop().cancel(timer);
      timer = 0;
    }
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public String toString() {
    return "link of " + host.name() + " to " + remote;
  }
}
