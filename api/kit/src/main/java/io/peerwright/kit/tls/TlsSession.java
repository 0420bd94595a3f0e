package io.peerwright.kit.tls;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Link;
import io.peerwright.kit.OutputQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The engine of one link: decrypts, encrypts, and keeps what the link below does not take. */
final class TlsSession {

  private static final Logger LOG = System.getLogger(TlsSession.class.getName());

  /**
   * Data waits as one record at the most; what the engine says of itself comes on top, and a remote
   * side that makes it say a lot without reading is cut off here.
   */
  private static final int MOST_WAITING_BYTES = 1 << 17;

  private static final long MODELLED_TASK_NANOS = 1_000_000;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final Scratch scratch;
  private final Link below;
  private final OutputQueue queue = new OutputQueue(MOST_WAITING_BYTES);

  TlsSession(SSLEngine engine, Scratch scratch, Link below) {
    this.engine = engine;
    this.scratch = scratch;
    this.below = below;
  }

  void begin() throws SSLException {
    engine.beginHandshake();
  }

  HandshakeStatus status() {
    return engine.getHandshakeStatus();
  }

  /** The remote side has said close_notify, if the engine has not failed. */
  boolean isInputDone() {
    return engine.isInboundDone();
  }

  /** Before TLS 1.3 the end of one direction is the end of both. */
  boolean endsBothAtOnce() {
    return !engine.getSession().getProtocol().equals("TLSv1.3");
  }

  /** Decrypts one record, in place, into {@link Scratch#plain}. */
  SSLEngineResult decrypt(ByteBuffer input) throws SSLException {
    SSLEngineResult result = engine.unwrap(input, scratch.plain());
    while (result.getStatus() == Status.BUFFER_OVERFLOW) {
      scratch.growPlain(engine.getSession().getApplicationBufferSize());
      result = engine.unwrap(input, scratch.plain());
    }
    return result;
  }

  /** Does the heavy work that the engine has, away from the loop; it rests meanwhile. */
  void runTasks(Loop loop, Runnable done) {
    loop.offload(
        () -> {
          for (Runnable task = engine.getDelegatedTask(); task != null; ) {
            task.run();
            task = engine.getDelegatedTask();
          }
          return true;
        },
        MODELLED_TASK_NANOS,
        (ran, thrown) -> done.run());
  }

  boolean isWaiting() {
    return queue.waitingBytes() > 0;
  }

  /** Hands on what waits. */
  void flush() {
    queue.flush(below);
  }

  /** Sends as much of {@code source} as fits, that is, until a record has to wait. */
  void send(ByteBuffer source, int mostPerRecord) throws SSLException {
    int end = source.limit();
    boolean sending = true;
    while (sending && source.hasRemaining() && !isWaiting()) {
      source.limit(source.position() + Math.min(source.remaining(), mostPerRecord));
      try {
        sending = seal(source);
      } finally {
        source.limit(end);
      }
    }
  }

  /** Sends what the engine has to say; false if that is nothing. */
  boolean sendOwn() throws SSLException {
    return seal(NOTHING);
  }

  /** Sends the alert of an engine that has failed, if it has one. */
  void sendAlert() {
    try {
      while (sendOwn()) {
        // One, as a rule.
      }
    } catch (SSLException again) {
      LOG.log(Level.DEBUG, "no alert can be sent", again);
    }
  }

  /** Ends our direction with close_notify. */
  void end() throws SSLException {
    engine.closeOutbound();
    while (!engine.isOutboundDone() && sendOwn()) {
      // One record at a time.
    }
  }

  /** Makes one record and sends it. */
  private boolean seal(ByteBuffer source) throws SSLException {
    ByteBuffer target = scratch.sealed();
    SSLEngineResult result = engine.wrap(source, target);
    while (result.getStatus() == Status.BUFFER_OVERFLOW) {
      scratch.growSealed(engine.getSession().getPacketBufferSize());
      target = scratch.sealed();
      result = engine.wrap(source, target);
    }
    if (result.bytesProduced() == 0) {
      return false;
    }
    queue.send(below, target.flip());
    return true;
  }
}
