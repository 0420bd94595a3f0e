package io.peerwright.overlay.gnutella.datagram;

import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What is counted of datagrams, by one servent as long as it lives. */
public final class DatagramCounters {

  long received;
  long receivedBytes;
  long sent;
  long sentBytes;
  long malformed;
  long pingsAnswered;
  long pingsRefused;

  /** Nothing yet. */
  public DatagramCounters() {}

  /** Messages that went out. */
  public long sent() {
    return sent;
  }

  /** Tells the counters, zeros if there are none. */
  public static void tell(@Nullable DatagramCounters of, ObjLongConsumer<String> sink) {
    sink.accept("datagrams.received", of == null ? 0 : of.received);
    sink.accept("datagrams.received-bytes", of == null ? 0 : of.receivedBytes);
    sink.accept("datagrams.sent", of == null ? 0 : of.sent);
    sink.accept("datagrams.sent-bytes", of == null ? 0 : of.sentBytes);
    sink.accept("datagrams.malformed", of == null ? 0 : of.malformed);
    sink.accept("datagrams.pings-answered", of == null ? 0 : of.pingsAnswered);
    sink.accept("datagrams.pings-refused", of == null ? 0 : of.pingsRefused);
  }
}
