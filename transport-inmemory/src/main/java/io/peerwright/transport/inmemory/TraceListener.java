package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;

/**
 * Hears every line of the trace that {@link Simulation#traceHash} is a hash of, in their order.
 * Called by the thread that runs the simulation; must change nothing in it.
 */
@FunctionalInterface
public interface TraceListener {

  /** What a line of the trace is about. */
  enum Kind {
    /** A timer or a task of a host ran. */
    TIMER,
    /** Bytes of a stream were delivered. */
    STREAM,
    /** A datagram was delivered. */
    DATAGRAM,
    /** A link opened, came to the end of its input, or closed. */
    LIFE_CYCLE
  }

  /**
   * Something happened.
   *
   * @param nanos virtual time since the start
   * @param from the sender, or the receiver if the sender's end of the link is gone; for timers and
   *     the life of a link the host where it happened
   * @param to the receiver; the same host for timers and the life of a link
   * @param content a hash of the bytes, of a timer's code and argument, or of port and state
   */
  void onEvent(long nanos, Kind kind, Host from, Host to, long content);
}
