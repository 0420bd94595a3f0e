package io.peerwright.kit.tls;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.ForwardingLink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over one link.
 *
 * <p>The end of a direction is close_notify. The link below is closed when both directions have
 * ended, not before: so it is there as long as the handler has something to hear. A link below that
 * ends without close_notify has been cut off by somebody, and ends with {@link Reason#RESET}.
 *
 * <p>What is held: encrypted bytes until a record is complete, the rest of one decrypted record
 * when the handler has no credit, and one record that the link below did not take.
 */
final class TlsLink extends ForwardingLink implements TimerTarget {

  private static final Logger LOG = System.getLogger(TlsLink.class.getName());

  private static final int DEADLINE = 0;
  private static final int DELIVER = 1;
  private static final int WRITABLE = 2;
  private static final int LINGERED = 3;

  private static final long LINGER_NANOS = 5_000_000_000L;

  /** Credit of the link below, renewed when half of it is used. */
  private static final int CREDIT = 32_768;

  private final Loop loop;
  private final Supplier<SSLEngine> engines;
  private final Scratch scratch;
  private final int bufferBytes;
  private final long deadline;

  /** There when the link below is open. */
  private @Nullable TlsSession session;

  private final Incoming incoming;

  /** Decrypted bytes for which there is no credit. */
  private @Nullable ByteBuffer kept;

  /** What the end will be called instead of what the link below calls it. */
  private @Nullable Reason verdict;

  private int credit;
  private int creditBelow;
  private long timer;

  private boolean open;
  private boolean over;
  private boolean atWork;
  private boolean tasksRunning;
  private boolean deliveryDue;
  private boolean owesWritable;
  private boolean outputEnded;
  private boolean inputEnded;
  private boolean inputTold;
  private boolean cutOffBelow;

  TlsLink(Loop loop, Supplier<SSLEngine> engines, Scratch scratch, SocketOptions options) {
    this.loop = loop;
    this.engines = engines;
    this.scratch = scratch;
    this.incoming = new Incoming(scratch);
    this.bufferBytes = options.sendBufferBytes();
    this.deadline = loop.nanoTime() + options.connectWithinNanos();
  }

  @Override
  public void onTimer(int code, long argument) {
    if (over && code != LINGERED) {
      return;
    }
    switch (code) {
      case DEADLINE -> link().abort(verdict == null ? Reason.TIMEOUT : verdict);
      case DELIVER -> call(this::deliverKept);
      case WRITABLE -> call(this::tellWritable);
      default -> link().abort(Reason.CANCELLED);
    }
  }

  // Opening.

  @Override
  public void onOpen(Link below) {
    timer = loop.schedule(deadline - loop.nanoTime(), this, DEADLINE, 0);
    session = new TlsSession(engines.get(), scratch, below);
    try {
      session.begin();
    } catch (SSLException e) {
      fail(e);
      return;
    }
    work();
  }

  private void opened() {
    open = true;
    loop.cancel(timer);
    handler().onOpen(this);
  }

  // The engine.

  /** Does whatever the engine can do now. */
  private void work() {
    atWork = true;
    try {
      while (!over && !tasksRunning && step()) {
        // One record at a time.
      }
    } catch (SSLException e) {
      fail(e);
    } finally {
      atWork = false;
    }
    incoming.trim();
    if (!over && !tasksRunning) {
      settle();
    }
  }

  /** False when there is nothing to do until something happens. */
  private boolean step() throws SSLException {
    HandshakeStatus status = session().status();
    if (status == HandshakeStatus.NEED_TASK) {
      tasksRunning = true;
      session().runTasks(loop, () -> call(this::tasksDone));
      return false;
    }
    if (status == HandshakeStatus.NEED_WRAP) {
      // An engine that was told close_notify wants to answer; we do when our handler does.
      return inputEnded ? tellInputEnd() : session().sendOwn();
    }
    if (status == HandshakeStatus.NOT_HANDSHAKING && !open) {
      opened();
      return true;
    }
    return decrypt();
  }

  private TlsSession session() {
    return Objects.requireNonNull(session, "the link below is not open");
  }

  private void tasksDone() {
    tasksRunning = false;
    work();
  }

  private boolean decrypt() throws SSLException {
    ByteBuffer input = incoming.bytes();
    if (inputEnded) {
      return tellInputEnd();
    }
    if (kept != null || !input.hasRemaining()) {
      return false;
    }
    SSLEngineResult result = session().decrypt(input);
    // An engine that has failed is done, too, but does not get here.
    inputEnded = session().isInputDone();
    if (result.bytesProduced() > 0) {
      deliver(scratch.decrypted());
    }
    HandshakeStatus next = result.getHandshakeStatus();
    return result.bytesConsumed() > 0
        || next == HandshakeStatus.NEED_WRAP
        || next == HandshakeStatus.NEED_TASK;
  }

  /** Shows the handler what it has credit for, and keeps the rest. */
  private void deliver(ByteBuffer plain) {
    while (open && credit > 0 && plain.hasRemaining()) {
      int count = Math.min(credit, plain.remaining());
      ByteBuffer piece = plain.slice(plain.position(), count).asReadOnlyBuffer();
      plain.position(plain.position() + count);
      if (credit != UNLIMITED) {
        credit -= count;
      }
      handler().onData(this, piece);
    }
    if (open && plain.hasRemaining()) {
      kept = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
    }
  }

  private void deliverKept() {
    deliveryDue = false;
    ByteBuffer plain = kept;
    if (plain != null) {
      kept = null;
      atWork = true;
      deliver(plain);
      work();
    }
  }

  private boolean tellInputEnd() throws SSLException {
    if (inputTold || kept != null || !open) {
      return false;
    }
    inputTold = true;
    handler().onInputClosed(this);
    if (!over && session().endsBothAtOnce()) {
      endOutput();
    }
    return false;
  }

  /** All that could be done is done: the link below ends, or may send more. */
  private void settle() {
    if (inputTold && outputEnded) {
      verdict = Reason.ENDED;
      closeBelow();
    } else if (cutOffBelow && kept == null && !inputTold) {
      LOG.log(Level.INFO, "{0} was cut off: it ended without close_notify", this);
      abort(Reason.RESET);
    } else {
      if (owesWritable && !session().isWaiting()) {
        loop.schedule(0, this, WRITABLE, 0);
      }
      askForMore();
    }
  }

  private void askForMore() {
    if (kept == null && creditBelow <= CREDIT / 2 && !cutOffBelow) {
      int more = CREDIT - creditBelow;
      creditBelow = CREDIT;
      link().request(more);
    }
  }

  // Receiving.

  @Override
  public void onData(Link from, ByteBuffer data) {
    creditBelow -= data.remaining();
    if (over) {
      return;
    }
    incoming.add(data);
    work();
  }

  @Override
  public void onInputClosed(Link below) {
    cutOffBelow = true;
    work();
  }

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("credit must be at least 1, is " + bytes);
    }
    credit = bytes > UNLIMITED - credit ? UNLIMITED : credit + bytes;
    if (kept != null && !deliveryDue && !atWork) {
      deliveryDue = true;
      loop.schedule(0, this, DELIVER, 0);
    }
  }

  // Sending.

  @Override
  public int write(ByteBuffer source) {
    if (!open || outputEnded || !source.hasRemaining()) {
      return 0;
    }
    int from = source.position();
    if (!tasksRunning && !session().isWaiting()) {
      try {
        session().send(source, bufferBytes);
      } catch (SSLException e) {
        fail(e);
      }
    }
    owesWritable |= source.hasRemaining();
    return source.position() - from;
  }

  @Override
  public void onWritable(Link below) {
    session().flush();
    if (session().isWaiting()) {
      return;
    }
    if (over) {
      link().close();
    } else {
      tellWritable();
    }
  }

  private void tellWritable() {
    if (owesWritable && open && !outputEnded && !tasksRunning && !session().isWaiting()) {
      owesWritable = false;
      handler().onWritable(this);
    }
  }

  // Ending.

  @Override
  public void closeOutput() {
    if (open && !outputEnded) {
      endOutput();
      if (!atWork && !over) {
        settle();
      }
    }
  }

  private void endOutput() {
    outputEnded = true;
    try {
      session().end();
    } catch (SSLException e) {
      fail(e);
    }
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    verdict = Reason.CANCELLED;
    if (open && !outputEnded) {
      endOutput();
    }
    closeBelow();
  }

  /** Ends the link below after what waits; what still comes in is thrown away. */
  private void closeBelow() {
    stop();
    if (session == null || !session.isWaiting()) {
      link().close();
    } else {
      link().request(UNLIMITED);
      timer = loop.schedule(LINGER_NANOS, this, LINGERED, 0);
    }
  }

  @Override
  public void abort(Reason reason) {
    verdict = null;
    stop();
    link().abort(reason);
  }

  /** From here on the handler hears of the end only. */
  private void stop() {
    open = false;
    over = true;
    kept = null;
    incoming.clear();
    loop.cancel(timer);
  }

  /** The engine gives up: sends what it has to say about that, and ends. */
  private void fail(SSLException failure) {
    if (over) {
      return;
    }
    verdict = Failures.reason(failure);
    LOG.log(Level.INFO, "{0} ends with {1}: {2}", this, verdict, Failures.explain(failure));
    session().sendAlert();
    closeBelow();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    Reason told = verdict == null || reason == Reason.SHUTDOWN ? reason : verdict;
    stop();
    handler().onClosed(this, told);
  }
}
