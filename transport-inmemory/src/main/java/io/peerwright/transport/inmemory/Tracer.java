package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.chance.Mix;
import java.util.function.IntFunction;

/** Tells a listener the lines of the trace, in its terms. */
final class Tracer {

  private static final TraceListener.Kind[] KINDS = TraceListener.Kind.values();

  private final IntFunction<? extends Host> hosts;
  private final TraceListener listener;

  Tracer(IntFunction<? extends Host> hosts, TraceListener listener) {
    this.hosts = hosts;
    this.listener = listener;
  }

  /** A line as a host hashes it. */
  void line(Host at, long now, int number, int from, int to, long content) {
    TraceListener.Kind kind = KINDS[number - 1];
    boolean delivery = kind == TraceListener.Kind.STREAM || kind == TraceListener.Kind.DATAGRAM;
    Host sender = delivery && from >= 0 ? hosts.apply(from) : at;
    listener.onEvent(now, kind, sender, at, delivery ? content : Mix.of(to, content));
  }
}
