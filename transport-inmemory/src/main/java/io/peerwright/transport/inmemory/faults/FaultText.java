package io.peerwright.transport.inmemory.faults;

import io.peerwright.transport.inmemory.faults.Faults.Way;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How faults are written: in one word, with nothing in it that a shell would take for its own. */
final class FaultText {

  /** A year: more than any simulation lasts, and far from the end of the numbers. */
  static final long MOST_MILLIS = 365L * 86_400_000;

  static final String HOST = "[A-Za-z0-9._-]+";
  private static final Pattern HOST_NAME = Pattern.compile(HOST);

  private FaultText() {}

  static void check(List<String> hosts, long atMillis, long forMillis) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a fault must name a host");
    }
    for (String host : hosts) {
      if (!HOST_NAME.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "a host in a fault must be written with letters, digits and ._-, \""
                + host
                + "\" is not");
      }
    }
    if (atMillis < 0 || atMillis > MOST_MILLIS || forMillis < 0 || forMillis > MOST_MILLIS) {
      throw new IllegalArgumentException(
          "times of a fault must be within 0.."
              + MOST_MILLIS
              + " ms: "
              + atMillis
              + ", "
              + forMillis);
    }
  }

  static String of(String kind, List<String> hosts, long atMillis, long forMillis, String detail) {
    return kind
        + ":"
        + String.join("/", hosts)
        + "@"
        + atMillis
        + (forMillis == 0 ? "" : "+" + forMillis)
        + (detail.isEmpty() ? "" : ":" + detail);
  }

  static String name(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }
}
