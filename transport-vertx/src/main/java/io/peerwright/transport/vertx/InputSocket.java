package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket of a TCP connection as what reads from it knows it: how far it is, whom to tell. */
abstract class InputSocket extends SocketHandle<SocketChannel> {

  /** How far a connection is. */
  enum State {
    OPENING,
    OPEN,
    /** Our side has said goodbye and waits for the remote side to do so; only onClosed follows. */
    CLOSING,
    CLOSED
  }

  State state = State.OPENING;

  InputSocket(HostSockets host) {
    super(host);
  }

  final boolean isOpening() {
    return state == State.OPENING;
  }

  final boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether what comes in is thrown away. */
  final boolean isClosing() {
    return state == State.CLOSING;
  }

  final boolean isClosed() {
    return state == State.CLOSED;
  }

  /** True while nothing is read and the selector would not tell us of a reset. */
  abstract boolean isDeaf();

  /** The selector was asked once whether the link is reset, and it did not say so. */
  abstract void stopAsking();

  /** Shows the handler what came in. */
  abstract void deliver(ByteBuffer view);

  /** The remote side sends nothing more. */
  abstract void inputEnded();

  /** Ends it at once. */
  public abstract void abort(Reason reason);
}
