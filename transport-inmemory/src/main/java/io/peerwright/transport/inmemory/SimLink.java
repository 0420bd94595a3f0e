package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.kernel.Arena;
import io.peerwright.transport.inmemory.kernel.Kernel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream: its life cycle, and what its handler is told. What it sends leaves by its
 * {@link SendHalf}; what it receives waits in its {@link ReceiveHalf}.
 */
final class SimLink extends SendHalf {

  /** A host, as far as its links need to know it. */
  interface Owner extends SocketHost {

    /** A link is open: it is no attempt any more. */
    void opened(SimLink link);

    /** It is over, or has never begun. */
    void closed(SimLink link);
  }

  // Beside the events of the outlet.
  private static final int SEGMENT_RECEIVED = 0;
  private static final int OPENED = 1;
  private static final int FIN_RECEIVED = 2;
  private static final int DELIVER = 3;
  private static final int LINGERED = 9;
  private static final int CLOSED = 10;

  private static final byte CONNECTING = 0;
  private static final byte OPEN = 1;
  private static final byte CLOSING = 2;
  private static final byte DONE = 3;

  private static final long LINGER_NANOS = 5_000_000_000L;

  /** Neighbours in the list of the machine's links. */
  @Nullable SimLink preceding;

  @Nullable SimLink following;

  private final Owner host;
  private final Endpoint local;
  private final Endpoint remote;
  private final boolean shared;
  private final boolean accepted;
  private @Nullable LinkHandler handler;
  private byte phase = CONNECTING;
  private long timer;

  /** The end that calls; without a handler the one that a listener takes, {@link #acceptedBy}. */
  SimLink(
      Owner host,
      Endpoint local,
      Endpoint remote,
      SocketOptions options,
      @Nullable LinkHandler handler) {
    super(options.sendBufferBytes());
    this.host = host;
    this.local = local;
    this.remote = remote;
    this.handler = handler;
    this.accepted = handler == null;
    this.shared = options.reuse() && (accepted || options.local() != null);
  }

  @Override
  Owner host() {
    return host;
  }

  boolean isAccepted() {
    return accepted;
  }

  boolean isShared() {
    return shared;
  }

  boolean isAttemptFromSharedPort() {
    return shared && phase == CONNECTING && !accepted;
  }

  boolean isConnecting() {
    return phase == CONNECTING;
  }

  @Override
  boolean isOpen() {
    return phase == OPEN;
  }

  @Override
  boolean isClosing() {
    return phase == CLOSING;
  }

  @Override
  public void onTimer(int code, long argument) {
    switch (code) {
      case OPENED -> opened();
      case SEGMENT -> arriveSegment((int) argument);
      case SEGMENT_RECEIVED -> receive((int) argument);
      case FIN -> arriveFin();
      case FIN_RECEIVED -> inputEnded();
      case RESET -> reset();
      case DELIVER -> deliver();
      case ACKNOWLEDGED -> acknowledged(argument);
      case MISSED -> missed();
      case CLOSED -> closed(Reasons.of(argument));
      case LINGERED -> lingered();
      case RETRY -> sendBacklog();
      default -> throw new IllegalStateException("no such event: " + code);
    }
  }

  // Opening.

  /** The timer that gives up the attempt, to be cancelled when it has led to something. */
  void attempt(long deadline) {
    timer = deadline;
  }

  /** Becomes the other end of a link, and tells the caller so. */
  void answer(SimLink caller) {
    peer(caller);
    if (wire().reaches(host, caller.host())) {
      long arrives = arrival(caller, 0);
      kernel().send(host, caller.host(), arrives, (code, none) -> caller.answered(this), 0, 0);
    }
  }

  /** The other end has answered our attempt. */
  void answered(SimLink end) {
    if (phase == CONNECTING) {
      peer(end);
      opened();
    } else if (peer() != end && !host.isCrashed()) {
      // Too late, or another end was faster: this one must not wait for us.
      signal(end, RESET, 0);
    }
  }

  /** The handler of an accepted link is known; null if the link was turned down. */
  void acceptedBy(@Nullable LinkHandler itsHandler) {
    handler = itsHandler;
    if (itsHandler == null) {
      abort(Reason.REFUSED);
    } else {
      opened();
    }
  }

  void opened() {
    if (phase != CONNECTING) {
      return;
    }
    phase = OPEN;
    kernel().cancel(timer);
    host.opened(this);
    host.trace(kernel().now(), Kernel.LIFE_CYCLE, host.index(), local.port(), OPENED);
    LinkHandler told = handler;
    try {
      if (told != null) {
        told.onOpen(this);
      }
    } catch (Throwable thrown) {
      failed(thrown);
    }
  }

  // Sending.

  @Override
  public int write(ByteBuffer source) {
    return phase == OPEN ? take(source) : 0;
  }

  private void acknowledged(long bytes) {
    acknowledged((int) bytes);
    LinkHandler told = handler;
    if (!takeWritable() || told == null) {
      return;
    }
    try {
      told.onWritable(this);
    } catch (Throwable thrown) {
      failed(thrown);
    }
  }

  // Receiving.

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("credit must be at least 1, is " + bytes);
    }
    if (addCredit(bytes) && phase == OPEN) {
      kernel().at(host, kernel().now(), this, DELIVER, 0);
    }
  }

  private void arriveSegment(int block) {
    if (NetworkPath.isDownLimited(host) && !host.isCrashed()) {
      long time = NetworkPath.enter(host, kernel().arena.length(block));
      kernel().at(host, time, this, SEGMENT_RECEIVED, block);
    } else {
      receive(block);
    }
  }

  private void receive(int block) {
    Arena arena = kernel().arena;
    if (phase == OPEN || phase == CONNECTING) {
      addInput(arena, block);
      deliver();
      return;
    }
    int bytes = arena.length(block);
    arena.give(block);
    if (phase != CLOSING) {
      answerNoMore();
    } else {
      acknowledge(bytes);
    }
  }

  private void deliver() {
    LinkHandler told = handler;
    deliveryDue = false;
    while (phase == OPEN && told != null && hasInput()) {
      deliver(told);
    }
    if (phase == DONE || phase == CLOSING) {
      discardInput();
    } else if (phase == OPEN && told != null && takeInputEnd()) {
      tellInputEnded(told);
    }
  }

  private void tellInputEnded(LinkHandler told) {
    host.trace(kernel().now(), Kernel.LIFE_CYCLE, host.index(), local.port(), FIN);
    try {
      told.onInputClosed(this);
    } catch (Throwable thrown) {
      failed(thrown);
    }
    endIfBothEnded();
  }

  private void arriveFin() {
    if (NetworkPath.isDownLimited(host)) {
      kernel().at(host, NetworkPath.enter(host, 0), this, FIN_RECEIVED, 0);
    } else {
      inputEnded();
    }
  }

  private void inputEnded() {
    inputEnds = true;
    if (phase == CLOSING) {
      end(Reason.CANCELLED);
    } else if (phase == OPEN) {
      deliver();
    } else if (phase == DONE) {
      answerNoMore();
    }
  }

  private void discardInput() {
    int bytes = clearInput(kernel().arena);
    if (bytes > 0 && phase == CLOSING) {
      acknowledge(bytes);
    }
  }

  private void reset() {
    if (phase == CLOSING) {
      end(Reason.CANCELLED);
    } else if (phase != DONE) {
      end(Reason.RESET);
    }
  }

  // Ending.

  @Override
  public void closeOutput() {
    if (phase == OPEN && endOutput()) {
      endIfBothEnded();
    }
  }

  private void endIfBothEnded() {
    if (phase == OPEN && isOutputEnded() && inputEndTold) {
      end(Reason.ENDED);
    }
  }

  @Override
  public void close() {
    if (phase == CONNECTING) {
      abort(Reason.CANCELLED);
    } else if (phase == OPEN) {
      phase = CLOSING;
      timer = kernel().alarm(host, kernel().after(LINGER_NANOS), this, LINGERED, 0);
      endOutput();
      discardInput();
      if (inputEnds) {
        end(Reason.CANCELLED);
      }
    }
  }

  @Override
  public void abort(Reason reason) {
    if (phase != DONE) {
      sendReset();
      end(reason);
    }
  }

  private void lingered() {
    if (phase == CLOSING) {
      sendReset();
      end(Reason.CANCELLED);
    }
  }

  @Override
  void failed(Throwable thrown) {
    kernel().failed(host, thrown);
    abort(Reason.PROTOCOL);
  }

  @Override
  void end(Reason reason) {
    release();
    kernel().at(host, kernel().now(), this, CLOSED, reason.ordinal());
  }

  /** Is no more, and nobody hears of it. */
  void vanish() {
    SendHalf from = peer();
    boolean unread = !hasNoInput();
    release();
    handler = null;
    if (unread && from != null) {
      signal(from, MISSED, 0);
    }
  }

  private void release() {
    host.closed(this);
    phase = DONE;
    kernel().cancel(timer);
    discardInput();
    clearBacklog();
  }

  private void closed(Reason reason) {
    LinkHandler told = handler;
    handler = null;
    if (told == null || host.isCrashed()) {
      return;
    }
    int event = reason.ordinal() + CLOSED;
    host.trace(kernel().now(), Kernel.LIFE_CYCLE, host.index(), local.port(), event);
    try {
      told.onClosed(this, reason);
    } catch (Throwable thrown) {
      kernel().failed(host, thrown);
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
    return host.name() + " " + local + " - " + remote;
  }
}
