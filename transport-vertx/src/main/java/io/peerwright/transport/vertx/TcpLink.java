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
 * side goes away; so a stalled reader costs {@link #READ_AHEAD_BYTES} here and fills the buffers of
 * the system. What is written goes to the system at once if it is long, and else at the end of the
 * event, together with what else was written in it.
 */
final class TcpLink extends SocketHandle<SocketChannel> implements Link, TimerTarget {

  static final int READ_AHEAD_BYTES = 2048;

  /** From here on a system call of its own is cheaper than a copy. */
  private static final int LONG_WRITE_BYTES = 8192;

  /** Reads in one event, so that a fast remote side leaves the others their turn. */
  private static final int READS_PER_EVENT = 4;

  private static final long CLOSE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int DEADLINE = 1;
  private static final int CUT_OFF = 2;
  private static final int PROBE = 3;

  private static final long FIRST_PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LAST_PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private enum State {
    OPENING,
    OPEN,
    /** Our side has said goodbye and waits for the remote side to do so; only onClosed follows. */
    CLOSING,
    CLOSED
  }

  private final int sendBufferBytes;
  private @Nullable LinkHandler handler;
  private State state = State.OPENING;
  private Reason closedWith = Reason.FAILED;
  private Endpoint local;
  private Endpoint remote;
  private int credit;
  private @Nullable ByteBuffer readAhead;
  private @Nullable SendQueue queue;
  private long timer;

  private boolean deliveryPosted;
  private boolean flushPosted;

  /** So that a link whose remote side reads fast leaves the others their turn. */
  private int takenInEvent;

  /** The system takes no more; the selector tells when it does. */
  private boolean blocked;

  /** A write left bytes over, onWritable is owed. */
  private boolean full;

  private boolean writablePosted;
  private boolean outputClosed;
  private boolean finSent;
  private boolean inputClosed;

  TcpLink(VertxHost host, SocketOptions options, Endpoint local, Endpoint remote) {
    super(host);
    this.sendBufferBytes = options.sendBufferBytes();
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
    if (outputClosed) {
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
      blocked = false;
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
    if (code == PROBE) {
      probe(argument);
    } else {
      cutOff(code == DEADLINE ? Reason.TIMEOUT : Reason.CANCELLED);
    }
  }

  // ---- noticing a reset without reading

  /**
   * True while nothing is read, because of missing credit or because the input has ended, and the
   * selector would not tell us that the remote side has cut the link.
   */
  private boolean isDeaf() {
    return state == State.OPEN && !finSent && (readAhead != null || inputClosed);
  }

  private void probeAfter(long nanos) {
    if (timer == 0 && isDeaf()) {
      timer = host.loop().schedule(nanos, this, PROBE, nanos);
    }
  }

  /**
   * Asks the selector once whether the link is cut. An open link is never ready to connect; one
   * that was reset is ready for whatever was asked. To ask all the time would keep the selector
   * busy, for the system reports an open link, too, and the JDK then finds that it is not meant.
   */
  private void probe(long lastDelay) {
    if (isDeaf() && !blocked) {
      addInterest(SelectionKey.OP_CONNECT);
      reactor.postAfterSelect(
          () -> {
            if (state == State.OPEN || state == State.CLOSING) {
              dropInterest(SelectionKey.OP_CONNECT);
            }
          });
    }
    probeAfter(Math.min(2 * lastDelay, LAST_PROBE_NANOS));
  }

  // ---- reading

  private void readable() throws IOException {
    for (int i = 0; i < READS_PER_EVENT && state != State.CLOSED && !inputClosed; i++) {
      boolean discard = state == State.CLOSING;
      int limit = discard ? Integer.MAX_VALUE : credit > 0 ? credit : READ_AHEAD_BYTES;
      ByteBuffer buffer = reactor.readBuffer(limit);
      int count = channel().read(buffer);
      if (count < 0) {
        inputEnded();
        return;
      }
      if (count > 0 && !discard) {
        if (credit == 0) {
          keep(buffer);
          return;
        }
        deliver(reactor.readView(count));
      }
      if (buffer.hasRemaining()) {
        return;
      }
    }
  }

  /** Keeps what was read without credit, and reads no more. */
  private void keep(ByteBuffer buffer) {
    dropInterest(SelectionKey.OP_READ);
    readAhead = ByteBuffer.allocate(buffer.position()).put(buffer.flip()).flip();
    probeAfter(FIRST_PROBE_NANOS);
  }

  private void deliver(ByteBuffer view) {
    if (credit != UNLIMITED) {
      credit -= view.remaining();
    }
    try {
      handler.onData(this, view);
    } catch (Throwable t) {
      handlerFailed(t);
    }
  }

  private void deliverReadAhead() {
    deliveryPosted = false;
    ByteBuffer kept = readAhead;
    if (state != State.OPEN || kept == null || credit == 0) {
      return;
    }
    int count = Math.min(credit, kept.remaining());
    ByteBuffer view = kept.slice(kept.position(), count).asReadOnlyBuffer();
    kept.position(kept.position() + count);
    if (!kept.hasRemaining()) {
      readAhead = null;
      addInterest(SelectionKey.OP_READ);
    }
    deliver(view);
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
    probeAfter(FIRST_PROBE_NANOS);
  }

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be at least 1, is " + bytes);
    }
    reactor.checkCurrent();
    credit = bytes == UNLIMITED || UNLIMITED - credit <= bytes ? UNLIMITED : credit + bytes;
    if (readAhead != null && !deliveryPosted && state == State.OPEN) {
      deliveryPosted = true;
      reactor.post(this::deliverReadAhead);
    }
  }

  // ---- writing

  @Override
  public int write(ByteBuffer source) {
    reactor.checkCurrent();
    if (state != State.OPEN || outputClosed || full && !hasRoom() || !source.hasRemaining()) {
      return 0;
    }
    int before = source.remaining();
    try {
      take(source, Math.min(before, sendBufferBytes - takenInEvent));
    } catch (IOException e) {
      reactor.post(() -> finish(Reasons.ofOpenLink(e)));
      outputClosed = true;
      return before - source.remaining();
    }
    int taken = before - source.remaining();
    takenInEvent += taken;
    full |= source.hasRemaining();
    flushAtEnd();
    return taken;
  }

  private void take(ByteBuffer source, int count) throws IOException {
    int end = source.limit();
    int stop = source.position() + count;
    if (pending() + count > sendBufferBytes && !blocked) {
      queue.writeTo(channel());
    }
    if (pending() == 0 && count >= LONG_WRITE_BYTES && !blocked) {
      source.limit(stop);
      try {
        channel().write(source);
      } finally {
        source.limit(end);
      }
    }
    int copied = Math.min(stop - source.position(), sendBufferBytes - pending());
    if (copied > 0) {
      if (queue == null) {
        queue = new SendQueue(reactor.chunks());
      }
      queue.append(source, copied);
    }
  }

  /** Half of the buffer: with less, onWritable would come for every few bytes. */
  private boolean hasRoom() {
    return pending() <= sendBufferBytes / 2;
  }

  private int pending() {
    return queue == null ? 0 : queue.pending();
  }

  /** The memory that this link keeps for what it has taken and what it has read ahead. */
  int heldBytes() {
    return (queue == null ? 0 : queue.heldBytes()) + (readAhead == null ? 0 : readAhead.capacity());
  }

  private void flushAtEnd() {
    if (!flushPosted) {
      flushPosted = true;
      reactor.flushLater(this);
    }
  }

  /** Hands what was written over to the system, and our end of the stream after it. */
  void flush() {
    flushPosted = false;
    takenInEvent = 0;
    if (state != State.OPEN && state != State.CLOSING) {
      return;
    }
    try {
      if (!blocked && pending() > 0) {
        queue.writeTo(channel());
        if (pending() > 0) {
          blocked = true;
          addInterest(SelectionKey.OP_WRITE);
        }
      }
      if (outputClosed && !finSent && pending() == 0) {
        finSent = true;
        channel().shutdownOutput();
        finishIfBothEnded();
      }
    } catch (IOException e) {
      finish(state == State.CLOSING ? Reason.CANCELLED : Reasons.ofOpenLink(e));
    }
    if (full && !writablePosted && hasRoom()) {
      writablePosted = true;
      reactor.post(this::tellWritable);
    }
  }

  private void tellWritable() {
    writablePosted = false;
    if (full && hasRoom() && state == State.OPEN) {
      full = false;
      try {
        handler.onWritable(this);
      } catch (Throwable t) {
        handlerFailed(t);
      }
    }
  }

  // ---- ending

  @Override
  public void closeOutput() {
    reactor.checkCurrent();
    outputClosed = true;
    full = false;
    if (state == State.OPEN && !finSent) {
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
      outputClosed = true;
      full = false;
      readAhead = null;
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
    if (inputClosed && finSent) {
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
    if (queue != null) {
      queue.clear();
    }
    readAhead = null;
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
