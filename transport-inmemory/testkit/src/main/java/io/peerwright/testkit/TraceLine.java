package io.peerwright.testkit;

import io.peerwright.transport.inmemory.TraceListener.Kind;
import java.util.Locale;

/**
 * One line of a trace, for people.
 *
 * @param number from 1
 * @param nanos virtual time since the start
 */
record TraceLine(long number, long nanos, Kind kind, String from, String to, long content) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "event %d at %d.%09d s: %s %s, content %016x",
        number,
        nanos / 1_000_000_000,
        nanos % 1_000_000_000,
        kind,
        from.equals(to) ? "of " + from : from + " -> " + to,
        content);
  }
}
