package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.transport.inmemory.check.Check;
import io.peerwright.transport.inmemory.kernel.Kernel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a link's end: packets on their way to the other end, and the send buffer.
 *
 * <p>Bytes count against the send buffer from {@code write} until the other end's handler has been
 * shown them: a reader without credit stalls the writer, and a direction never holds more than the
 * send buffer.
 *
 * <p>This is the link's base and not a part of it, since a simulation has many links and each part
 * costs an object.
 */
abstract class SendHalf extends ReceiveHalf implements TimerTarget {

  /** A block of bytes arrives at the other end. */
  static final int SEGMENT = 4;

  /** The end of the stream arrives at the other end. */
  static final int FIN = 5;

  /** Word that the link is cut off arrives at the other end. */
  static final int RESET = 6;

  /** It is time to try again what could not be sent. */
  static final int RETRY = 8;

  /** Word that the other end has consumed bytes. */
  static final int ACKNOWLEDGED = 11;

  /** Packets have come to a machine that is no more, so none is acknowledged. */
  static final int MISSED = 12;

  private static final long RETRY_NANOS = 1_000_000_000L;

  private final int bufferBytes;
  private @Nullable SendHalf peer;
  private @Nullable Backlog backlog;
  private boolean outputEnded;
  private boolean wantsToWrite;
  private int outstanding;
  private long lastArrival;

  SendHalf(int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  abstract boolean isOpen();

  /** Nothing is written any more, but what was written is still sent. */
  abstract boolean isClosing();

  abstract void end(Reason reason);

  /** The other end, once it is known. */
  @Nullable SendHalf peer() {
    return peer;
  }

  @Override
  Kernel kernel() {
    return host().kernel();
  }

  @Override
  int peerIndex() {
    return peer == null ? -1 : peer.host().index();
  }

  @Override
  int peerAcknowledgedEvery() {
    return peer == null ? -1 : peer.acknowledgedEvery();
  }

  /** Passes a cut as well: real ones are repeated until it has healed. */
  @Override
  void tellConsumed(int bytes) {
    SendHalf to = peer;
    if (to != null) {
      signal(to, ACKNOWLEDGED, bytes);
    }
  }

  NetworkPath wire() {
    return host().path();
  }

  void peer(SendHalf other) {
    peer = other;
  }

  /** After how many consumed bytes this end wants to know: often enough never to stall. */
  private int acknowledgedEvery() {
    return bufferBytes / 4;
  }

  /** Takes as many bytes as there is room for; how many that was. */
  int take(ByteBuffer source) {
    if (outputEnded) {
      return 0;
    }
    int taken = Math.min(source.remaining(), bufferBytes - outstanding);
    wantsToWrite |= taken < source.remaining();
    outstanding += taken;
    int most = host().model().segmentBytes();
    for (int left = taken; left > 0; left -= most) {
      int bytes = Math.min(left, most);
      int block = kernel().arena.take(bytes);
      kernel().arena.fill(block, source, bytes);
      send(block);
    }
    return taken;
  }

  private void send(int block) {
    SendHalf to = peer;
    if (backlog != null || to == null || !wire().reaches(host(), to.host())) {
      backlog().add(kernel().arena, block);
    } else {
      int bytes = kernel().arena.length(block);
      kernel().sendBlock(host(), to.host(), arrival(to, bytes), to, SEGMENT, 0, block);
      expectAnswer(to);
    }
  }

  /** Waits with all that follows if no answer can come: what was sent counts as lost. */
  private void expectAnswer(SendHalf to) {
    if (!wire().connects(host(), to.host())) {
      backlog();
    }
  }

  /** When a packet sent now arrives: never before the one sent before it. */
  long arrival(SendHalf to, int bytes) {
    long time = wire().leave(host(), bytes) + latency(to.host());
    lastArrival = Math.max(lastArrival, time);
    return lastArrival;
  }

  private long latency(SocketHost to) {
    return wire().latency(host(), to, host().nextPacket());
  }

  /** Tells the other end something that does not wait in front of the line. */
  void signal(SendHalf to, int code, long argument) {
    kernel().send(host(), to.host(), kernel().now() + latency(to.host()), to, code, argument);
  }

  /** What could not be sent, made when that happens first. */
  private Backlog backlog() {
    Backlog mine = backlog;
    if (mine == null) {
      mine = new Backlog(kernel().now());
      backlog = mine;
      kernel().at(host(), kernel().after(RETRY_NANOS), this, RETRY, 0);
    }
    return mine;
  }

  /** Tries again what could not be sent; gives up after a silence that the model limits. */
  void sendBacklog() {
    Backlog waiting = backlog;
    SendHalf to = peer;
    if (waiting == null || to == null || !isSending()) {
      return;
    }
    if (wire().connects(host(), to.host())) {
      if (to.host().isCrashed()) {
        end(isClosing() ? Reason.CANCELLED : Reason.RESET);
        return;
      }
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
    long most = host().model().silenceMillis() * 1_000_000L;
    if (silence >= most) {
      end(isClosing() ? Reason.CANCELLED : Reason.UNREACHABLE);
    } else {
      long next = kernel().after(Math.min(silence, most - silence));
      kernel().at(host(), next, this, RETRY, 0);
    }
  }

  void clearBacklog() {
    if (backlog != null) {
      backlog.clear(kernel().arena);
    }
  }

  /** A packet of ours came to a machine that is no more: the silence begins. */
  void missed() {
    if (isSending()) {
      backlog();
    }
  }

  private boolean isSending() {
    return isOpen() || isClosing();
  }

  boolean isOutputEnded() {
    return outputEnded;
  }

  /** Sends the end of the stream after what was written; false if that is done already. */
  boolean endOutput() {
    if (outputEnded) {
      return false;
    }
    outputEnded = true;
    sendFin();
    return true;
  }

  private void sendFin() {
    SendHalf to = peer;
    if (to == null) {
      return;
    }
    if (backlog != null || !wire().reaches(host(), to.host())) {
      backlog().endsWithFin = true;
    } else {
      kernel().send(host(), to.host(), arrival(to, 0), to, FIN, 0);
      expectAnswer(to);
    }
  }

  void sendReset() {
    SendHalf to = peer;
    if (to != null && wire().reaches(host(), to.host())) {
      // Overtakes what waits in front of the up-link: that is lost.
      signal(to, RESET, 0);
    }
  }

  /** Something has come for this end, which is no more. */
  void answerNoMore() {
    SendHalf to = peer;
    if (to == null || !host().isGone()) {
      sendReset();
    } else {
      signal(to, MISSED, 0);
    }
  }

  /** The other end has consumed bytes. */
  void acknowledged(int bytes) {
    outstanding -= bytes;
  }

  /** Whether the handler is to be told now that it can write again. */
  boolean takeWritable() {
    if (!wantsToWrite || !isOpen() || outputEnded || outstanding > bufferBytes / 2) {
      return false;
    }
    wantsToWrite = false;
    return true;
  }

  /** Fails if more is under way than the buffer holds, or less than nothing. */
  void checkInvariants() {
    Check.that(
        outstanding >= 0 && outstanding <= bufferBytes,
        "what is under way fits into the send buffer: " + outstanding + " of " + bufferBytes);
    Check.that(peer == null || peer.peer() == null || peer.peer() == this, "both ends are a pair");
  }
}
