package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream: its life cycle, and what it sends. What it receives waits in its {@link
 * Inlet}.
 *
 * <p>Bytes count against the send buffer from {@code write} until the other end's handler has been
 * shown them: a reader without credit stalls the writer, and a direction never holds more than the
 * send buffer.
 */
final class SimLink implements Link, TimerTarget {

  private static final int SYN = 0;
  private static final int OPENED = 1;
  private static final int REFUSED = 2;
  private static final int SEGMENT = 3;
  private static final int SEGMENT_RECEIVED = 4;
  private static final int FIN = 5;
  private static final int FIN_RECEIVED = 6;
  private static final int RESET = 7;
  private static final int DELIVER = 8;
  private static final int WRITABLE = 9;
  private static final int CLOSED = 10;
  private static final int EXPIRED = 11;
  private static final int RETRY_CONNECT = 12;
  private static final int RETRY_SEND = 13;

  private static final byte CONNECTING = 0;
  private static final byte OPEN = 1;
  private static final byte CLOSING = 2;
  private static final byte DONE = 3;

  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final long LINGER_NANOS = 5_000_000_000L;

  /** Neighbours in the list of the machine's links. */
  @Nullable SimLink preceding;

  @Nullable SimLink following;

  private final SimHost host;
  private final Endpoint local;
  private final Endpoint remote;
  private final int sendBufferBytes;
  private final boolean shared;
  private final boolean accepted;
  private @Nullable LinkHandler handler;
  private @Nullable SimLink peer;
  private @Nullable Backlog backlog;
  private final Inlet inlet = new Inlet();
  private byte phase = CONNECTING;
  private boolean outputClosed;
  private boolean wantsToWrite;
  private boolean writableDue;
  private int outstanding;
  private long lastArrival;
  private long timer;

  private SimLink(
      SimHost host, Endpoint local, Endpoint remote, SocketOptions options, boolean accepted) {
    this.host = host;
    this.local = local;
    this.remote = remote;
    this.sendBufferBytes = options.sendBufferBytes();
    this.shared = options.reuse() && (accepted || options.local() != null);
    this.accepted = accepted;
  }

  /** Starts an attempt to connect; {@code failure} says why it cannot even start. */
  static SimLink connect(
      SimHost host,
      Endpoint local,
      Endpoint remote,
      SocketOptions options,
      LinkHandler handler,
      @Nullable Reason failure) {
    SimLink link = new SimLink(host, local, remote, options, false);
    link.handler = handler;
    if (failure != null) {
      link.end(failure);
      return link;
    }
    Kernel kernel = link.kernel();
    host.stack().add(link);
    link.timer = kernel.at(kernel.after(options.connectWithinNanos()), link, EXPIRED, 0);
    link.sendSyn(RETRY_NANOS);
    return link;
  }

  SimHost host() {
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

  @Nullable SimLink peer() {
    return peer;
  }

  private Kernel kernel() {
    return host.simulation().kernel();
  }

  private Wire wire() {
    return host.simulation().wire();
  }

  @Override
  public void onTimer(int code, long argument) {
    switch (code) {
      case SYN -> arriveSyn();
      case OPENED -> opened();
      case REFUSED -> refused();
      case SEGMENT -> arriveSegment((int) argument);
      case SEGMENT_RECEIVED -> receive((int) argument);
      case FIN -> arriveFin();
      case FIN_RECEIVED -> inputEnded();
      case RESET -> reset();
      case DELIVER -> deliver();
      case WRITABLE -> writable();
      case CLOSED -> closed(Reasons.of(argument));
      case EXPIRED -> expired();
      case RETRY_CONNECT -> sendSyn(argument);
      case RETRY_SEND -> sendBacklog();
      default -> throw new IllegalStateException("no such event: " + code);
    }
  }

  // Opening.

  private void sendSyn(long retryNanos) {
    if (phase != CONNECTING) {
      return;
    }
    SimHost to = host.simulation().hosts().route(host, remote);
    if (to == null) {
      return;
    }
    Kernel kernel = kernel();
    if (wire().reaches(host, to)) {
      kernel.at(wire().leave(host, 0) + wire().latency(host, to), this, SYN, 0);
    } else {
      kernel.at(kernel.after(retryNanos), this, RETRY_CONNECT, retryNanos * 2);
    }
  }

  private void arriveSyn() {
    SimHost to = host.simulation().hosts().route(host, remote);
    if (phase != CONNECTING || to == null || to.isCrashed()) {
      return;
    }
    SimLink attempt = to.stack().attempt(remote, local);
    if (attempt != null && attempt != this) {
      meet(attempt);
      return;
    }
    SimListener listener = to.stack().listener(remote);
    if (listener != null && listener.isOpen()) {
      accept(listener);
    } else if (wire().reaches(to, host)) {
      long time = kernel().now() + wire().latency(to, host);
      kernel().at(time, this, REFUSED, 0);
    }
  }

  /** Both sides have called each other: the attempts become the two ends of one link. */
  private void meet(SimLink other) {
    peer = other;
    other.peer = this;
    other.answer(this);
    other.opened();
  }

  private void accept(SimListener listener) {
    SimHost to = listener.host();
    SimLink end = new SimLink(to, remote, local, listener.options(), true);
    end.peer = this;
    peer = end;
    to.stack().add(end);
    end.answer(this);
    end.handler = listener.offer(end);
    if (end.handler == null) {
      end.abort(Reason.REFUSED);
    } else if (end.phase == CONNECTING) {
      end.opened();
    }
  }

  private void answer(SimLink caller) {
    if (wire().reaches(host, caller.host)) {
      lastArrival = wire().leave(host, 0) + wire().latency(host, caller.host);
      kernel().at(lastArrival, caller, OPENED, 0);
    }
  }

  private void opened() {
    if (phase != CONNECTING) {
      return;
    }
    phase = OPEN;
    kernel().cancel(timer);
    host.stack().settle(this);
    kernel().trace(Kernel.LIFE_CYCLE, host.index(), local.port(), OPENED);
    LinkHandler told = handler;
    try {
      if (told != null) {
        told.onOpen(this);
      }
    } catch (Throwable thrown) {
      failed(thrown);
    }
  }

  private void refused() {
    if (phase == CONNECTING && peer == null) {
      end(Reason.REFUSED);
    }
  }

  private void expired() {
    if (phase == CONNECTING) {
      sendReset();
      end(Reason.TIMEOUT);
    } else if (phase == CLOSING) {
      sendReset();
      end(Reason.CANCELLED);
    }
  }

  // Sending.

  @Override
  public int write(ByteBuffer source) {
    if (phase != OPEN || outputClosed) {
      return 0;
    }
    int taken = Math.min(source.remaining(), sendBufferBytes - outstanding);
    wantsToWrite |= taken < source.remaining();
    outstanding += taken;
    int most = host.model().segmentBytes();
    for (int left = taken; left > 0; left -= most) {
      int block = kernel().arena.take(Math.min(left, most));
      kernel().arena.fill(block, source);
      send(block);
    }
    return taken;
  }

  private void send(int block) {
    SimLink to = peer;
    if (backlog != null || to == null || !wire().reaches(host, to.host)) {
      backlog().add(kernel().arena, block);
    } else {
      int bytes = kernel().arena.length(block);
      kernel().at(arrival(to, bytes), to, SEGMENT, block);
    }
  }

  /** When a packet sent now arrives: never before the one sent before it. */
  private long arrival(SimLink to, int bytes) {
    long time = wire().leave(host, bytes) + wire().latency(host, to.host);
    lastArrival = Math.max(lastArrival, time);
    return lastArrival;
  }

  /** What could not be sent, made when that happens first. */
  private Backlog backlog() {
    Backlog mine = backlog;
    if (mine == null) {
      mine = new Backlog(kernel().now());
      backlog = mine;
      kernel().at(kernel().after(RETRY_NANOS), this, RETRY_SEND, 0);
    }
    return mine;
  }

  private void sendBacklog() {
    Backlog waiting = backlog;
    SimLink to = peer;
    if (waiting == null || to == null || phase == DONE) {
      return;
    }
    if (wire().reaches(host, to.host)) {
      backlog = null;
      for (int block = waiting.poll(kernel().arena); block != 0; ) {
        send(block);
        block = waiting.poll(kernel().arena);
      }
      if (waiting.endsWithFin) {
        sendFin();
      }
      return;
    }
    long silence = waiting.lasts(kernel().now());
    long most = host.model().silenceMillis() * 1_000_000L;
    if (silence >= most) {
      end(phase == CLOSING ? Reason.CANCELLED : Reason.UNREACHABLE);
    } else {
      kernel().at(kernel().after(Math.min(silence, most - silence)), this, RETRY_SEND, 0);
    }
  }

  private void sendFin() {
    SimLink to = peer;
    if (to == null) {
      return;
    }
    if (backlog != null || !wire().reaches(host, to.host)) {
      backlog().endsWithFin = true;
    } else {
      kernel().at(arrival(to, 0), to, FIN, 0);
    }
  }

  private void sendReset() {
    SimLink to = peer;
    if (to != null && wire().reaches(host, to.host)) {
      // Overtakes what waits in front of the up-link: that is lost.
      kernel().at(kernel().now() + wire().latency(host, to.host), to, RESET, 0);
    }
  }

  /** The other end has consumed bytes. */
  private void acknowledged(int bytes, SimHost from) {
    outstanding -= bytes;
    if (wantsToWrite && !writableDue && outstanding <= sendBufferBytes / 2 && phase == OPEN) {
      writableDue = true;
      kernel().at(kernel().now() + wire().latency(from, host), this, WRITABLE, 0);
    }
  }

  private void writable() {
    writableDue = false;
    LinkHandler told = handler;
    // Whoever has filled the buffer meanwhile waits for the next acknowledgement.
    if (phase != OPEN || outputClosed || told == null || outstanding > sendBufferBytes / 2) {
      return;
    }
    wantsToWrite = false;
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
    if (inlet.request(bytes) && phase == OPEN) {
      kernel().at(kernel().now(), this, DELIVER, 0);
    }
  }

  private void arriveSegment(int block) {
    if (Wire.isDownLimited(host) && !host.isCrashed()) {
      long time = wire().enter(host, kernel().arena.length(block));
      kernel().at(time, this, SEGMENT_RECEIVED, block);
    } else {
      receive(block);
    }
  }

  private void receive(int block) {
    Arena arena = kernel().arena;
    SimLink from = peer;
    if (phase == OPEN || phase == CONNECTING) {
      inlet.add(arena, block);
      deliver();
      return;
    }
    int bytes = arena.length(block);
    arena.give(block);
    if (from == null) {
      return;
    }
    if (host.isCrashed()) {
      from.missed();
    } else if (phase == CLOSING) {
      from.acknowledged(bytes, host);
    } else {
      sendReset();
    }
  }

  /** A packet of ours came to a machine that is no more. */
  private void missed() {
    if (phase == OPEN || phase == CLOSING) {
      backlog();
    }
  }

  private void deliver() {
    LinkHandler told = handler;
    inlet.deliveryDue = false;
    while (phase == OPEN && told != null && inlet.isReady()) {
      deliverNext(told);
    }
    if (phase == DONE || phase == CLOSING) {
      discardInput();
    } else if (phase == OPEN && told != null && inlet.takeEnd()) {
      tellInputEnded(told);
    }
  }

  private void deliverNext(LinkHandler told) {
    Arena arena = kernel().arena;
    SimLink from = peer;
    int block = inlet.first();
    int bytes = inlet.nextBytes(arena, host);
    int sender = from == null ? -1 : from.host.index();
    kernel().trace(Kernel.STREAM, sender, host.index(), arena.hash(block, bytes));
    inlet.delivering = true;
    try {
      told.onData(this, arena.view(block, bytes));
    } catch (Throwable thrown) {
      failed(thrown);
    } finally {
      inlet.delivering = false;
      if (kernel().poison) {
        arena.poison(block, bytes);
      }
      inlet.consumed(arena, bytes);
      if (from != null) {
        from.acknowledged(bytes, host);
      }
    }
  }

  private void tellInputEnded(LinkHandler told) {
    kernel().trace(Kernel.LIFE_CYCLE, host.index(), local.port(), FIN);
    try {
      told.onInputClosed(this);
    } catch (Throwable thrown) {
      failed(thrown);
    }
    endIfBothEnded();
  }

  private void arriveFin() {
    if (Wire.isDownLimited(host)) {
      kernel().at(wire().enter(host, 0), this, FIN_RECEIVED, 0);
    } else {
      inputEnded();
    }
  }

  private void inputEnded() {
    inlet.ends = true;
    if (phase == CLOSING) {
      end(Reason.CANCELLED);
    } else if (phase == OPEN) {
      deliver();
    }
  }

  private void discardInput() {
    if (inlet.delivering) {
      return;
    }
    int bytes = inlet.clear(kernel().arena);
    if (bytes > 0 && phase == CLOSING && peer != null) {
      peer.acknowledged(bytes, host);
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
    if (phase == OPEN && !outputClosed) {
      outputClosed = true;
      sendFin();
      endIfBothEnded();
    }
  }

  private void endIfBothEnded() {
    if (phase == OPEN && outputClosed && inlet.endTold) {
      end(Reason.ENDED);
    }
  }

  @Override
  public void close() {
    if (phase == CONNECTING) {
      abort(Reason.CANCELLED);
    } else if (phase == OPEN) {
      boolean finSent = outputClosed;
      outputClosed = true;
      phase = CLOSING;
      timer = kernel().at(kernel().after(LINGER_NANOS), this, EXPIRED, 0);
      if (!finSent) {
        sendFin();
      }
      discardInput();
      if (inlet.ends) {
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

  private void failed(Throwable thrown) {
    kernel().failed(host, thrown);
    abort(Reason.PROTOCOL);
  }

  private void end(Reason reason) {
    release();
    kernel().at(kernel().now(), this, CLOSED, reason.ordinal());
  }

  /** Is no more, and nobody hears of it. */
  void vanish() {
    boolean unread = inlet.first() != 0;
    release();
    handler = null;
    if (unread && peer != null) {
      peer.missed();
    }
  }

  private void release() {
    host.stack().remove(this);
    phase = DONE;
    kernel().cancel(timer);
    discardInput();
    if (backlog != null) {
      backlog.clear(kernel().arena);
    }
  }

  private void closed(Reason reason) {
    LinkHandler told = handler;
    handler = null;
    if (told == null || host.isCrashed()) {
      return;
    }
    kernel().trace(Kernel.LIFE_CYCLE, host.index(), local.port(), reason.ordinal() + CLOSED);
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
