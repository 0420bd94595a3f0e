package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.chance.Mix;

/** Tells a listener the lines of the trace, in its terms. */
final class Tracer {

  private static final TraceListener.Kind[] KINDS = TraceListener.Kind.values();

  private final Hosts hosts;
  private final TraceListener listener;

  Tracer(Hosts hosts, TraceListener listener) {
    this.hosts = hosts;
    this.listener = listener;
  }

  /** A line as {@link SimHost#trace} hashes it. */
  void line(SimHost at, long now, int number, int from, int to, long content) {
    TraceListener.Kind kind = KINDS[number - 1];
    boolean delivery = kind == TraceListener.Kind.STREAM || kind == TraceListener.Kind.DATAGRAM;
    SimHost sender = delivery && from >= 0 ? hosts.at(from) : at;
    listener.onEvent(now, kind, sender, at, delivery ? content : Mix.of(to, content));
  }
}
