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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection.
 *
 * <p>Nothing is read without credit, but for one small read ahead that tells us when an idle remote
 * side goes away; so a stalled reader costs two kilobytes here and fills the buffers of the system.
 * What is written goes to the system at once if it is long, and else at the end of the event,
 * together with what else was written in it.
 */
final class TcpLink extends SocketHandle<SocketChannel> implements Link, TimerTarget {

  /** Reads in one event, so that a fast remote side leaves the others their turn. */
  private static final int READS_PER_EVENT = 4;

  private static final long CLOSE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int DEADLINE = 1;
  private static final int CUT_OFF = 2;

  private enum State {
    OPENING,
    OPEN,
    /** Our side has said goodbye and waits for the remote side to do so; only onClosed follows. */
    CLOSING,
    CLOSED
  }

  private final TcpOutput output;
  private @Nullable LinkHandler handler;
  private State state = State.OPENING;
  private Reason closedWith = Reason.FAILED;
  private Endpoint local;
  private final Endpoint remote;
  private final ReadCredit input = new ReadCredit();
  private @Nullable ResetProbe probe;
  private long timer;

  private boolean deliveryPosted;
  private boolean writablePosted;
  private boolean flushPending;
  private boolean inputClosed;

  TcpLink(VertxHost host, SocketOptions options, Endpoint local, Endpoint remote) {
    super(host);
    this.output = new TcpOutput(options.sendBufferBytes(), reactor.chunks());
    this.local = local;
    this.remote = remote;
  }

  // ---- opening

  /** Opens the connection; called in an event of its own. */
  void connect(SocketOptions options, LinkHandler itsHandler) {
    handler = itsHandler;
    host.add(this);
    timer = host.loop().schedule(options.connectWithinNanos(), this, DEADLINE, 0);
    reactor.postAfterSelect(() -> open(options));
  }

  private void open(SocketOptions options) {
    if (state != State.OPENING) {
      return;
    }
    if (host.isClosed()) {
      finish(Reason.SHUTDOWN);
      return;
    }
    try {
      adopt(SocketChannel.open(Sockets.family(remote)));
      channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (options.local() != null) {
        Sockets.allowReuse(channel(), options.reuse());
        try {
          channel().bind(options.local().toSocketAddress());
        } catch (IOException e) {
          finish(Reasons.ofBind(e));
          return;
        }
      }
      register();
      if (channel().connect(remote.toSocketAddress())) {
        opened();
      } else {
        addInterest(SelectionKey.OP_CONNECT);
      }
    } catch (IOException | RuntimeException e) {
      finish(Reasons.ofConnect(e));
    }
  }

  /** Takes a connection over that the remote side has opened; it waits for {@link #acceptedBy}. */
  void accepted(SocketChannel accepted) throws IOException {
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

  private void opened() throws IOException {
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
      flushAtEnd();
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
      flushAtEnd();
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      try {
        readable();
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

  /** True while nothing is read and the selector would not tell us of a reset. */
  boolean isDeaf() {
    return state == State.OPEN && !output.isEnded() && (input.keepsSomething() || inputClosed);
  }

  private void probeIfDeaf() {
    if (isDeaf()) {
      if (probe == null) {
        probe = new ResetProbe(this);
      }
      probe.start();
    }
  }

  /** The selector was asked once whether the link is reset, and it did not say so. */
  void stopAsking() {
    if (state == State.OPEN || state == State.CLOSING) {
      dropInterest(SelectionKey.OP_CONNECT);
    }
  }

  // ---- reading

  private void readable() throws IOException {
    for (int i = 0; i < READS_PER_EVENT && state != State.CLOSED; i++) {
      boolean discard = state == State.CLOSING;
      ByteBuffer buffer = reactor.readBuffer(discard ? Integer.MAX_VALUE : input.readLimit());
      int count = channel().read(buffer);
      if (count < 0) {
        inputEnded();
        return;
      }
      if (count > 0 && !discard) {
        if (input.isUsedUp()) {
          input.keep(reactor.readView(count));
          dropInterest(SelectionKey.OP_READ);
          probeIfDeaf();
          return;
        }
        deliver(input.deliverable(reactor.readView(count)));
      }
      if (buffer.hasRemaining()) {
        return;
      }
    }
  }

  private void deliver(ByteBuffer view) {
    try {
      handler.onData(this, view);
    } catch (Throwable t) {
      handlerFailed(t);
    }
  }

  private void deliverKept() {
    deliveryPosted = false;
    ByteBuffer view = state == State.OPEN ? input.takeKept() : null;
    if (view != null) {
      if (!input.keepsSomething()) {
        addInterest(SelectionKey.OP_READ);
      }
      deliver(view);
    }
  }

  private void inputEnded() {
    inputClosed = true;
    dropInterest(SelectionKey.OP_READ);
    if (state == State.OPEN) {
      try {
        handler.onInputClosed(this);
      } catch (Throwable t) {
        handlerFailed(t);
      }
    }
    finishIfBothEnded();
    probeIfDeaf();
  }

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, is " + bytes);
    }
    reactor.checkCurrent();
    input.add(bytes);
    if (input.keepsSomething() && !deliveryPosted) {
      deliveryPosted = true;
      reactor.post(this::deliverKept);
    }
  }

  // ---- writing

  @Override
  public int write(ByteBuffer source) {
    reactor.checkCurrent();
    if (state != State.OPEN || !source.hasRemaining()) {
      return 0;
    }
    flushAtEnd();
    int before = source.position();
    try {
      return output.take(source, channel());
    } catch (IOException e) {
      output.close();
      reactor.post(() -> finish(Reasons.ofOpenLink(e)));
      return source.position() - before;
    }
  }

  private void flushAtEnd() {
    if (!flushPending) {
      flushPending = true;
      reactor.flushLater(this);
    }
  }

  /** Hands what was written over to the system; at the end of an event. */
  void flush() {
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
      flushAtEnd();
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
      if (!inputClosed) {
        addInterest(SelectionKey.OP_READ);
      }
      flushAtEnd();
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
      Sockets.resetOnClose(channel());
      finish(reason);
    }
  }

  @Override
  void end(Reason reason) {
    if (state == State.OPEN) {
      flush();
    }
    finish(reason);
  }

  private void finishIfBothEnded() {
    if (inputClosed && output.isEnded()) {
      finish(state == State.CLOSING ? Reason.CANCELLED : Reason.ENDED);
    }
  }

  private void handlerFailed(Throwable thrown) {
    reactor.report("The handler of " + this, thrown);
    cutOff(Reason.PROTOCOL);
  }

  private void finish(Reason reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    stopTimer();
    closeChannel();
    output.clear();
    input.dropKept();
    host.remove(this);
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
