package io.peerwright.transport.inmemory.faults;

import io.peerwright.transport.inmemory.faults.Faults.Way;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads faults from the text that {@link FaultText} writes. */
final class FaultReader {

  private static final Pattern FAULT =
      Pattern.compile(
          "([a-z]+):("
              + FaultText.HOST
              + "(?:/"
              + FaultText.HOST
              + ")*)@([0-9]{1,15})(?:\\+([0-9]{1,15}))?(?::(-?[0-9a-z]{1,15}))?");

  private FaultReader() {}

  /** Reads what {@link Fault#toString} wrote. */
  static Fault parse(String text) {
    Matcher parts = FAULT.matcher(text);
    if (!parts.matches()) {
      throw bad(text, "a fault is KIND:HOST@AT+FOR:DETAIL, times in ms");
    }
    List<String> hosts = List.of(parts.group(2).split("/"));
    long at = Long.parseLong(parts.group(3));
    long lasts = parts.group(4) == null ? 0 : Long.parseLong(parts.group(4));
    String detail = parts.group(5) == null ? "" : parts.group(5);
    String host = hosts.get(0);
    Fault fault =
        switch (parts.group(1)) {
          case "crash" -> new Fault.Crash(host, at, lasts, keepsDisk(text, detail));
          case "cut" -> new Fault.Cut(hosts, at, lasts, way(text, detail));
          case "slow" -> new Fault.Slow(host, at, lasts, number(text, detail));
          case "skew" -> new Fault.Skew(host, at, lasts, number(text, detail));
          case "reset" -> new Fault.Reset(host, at);
          case "half" -> new Fault.HalfOpen(host, at);
          case "full" -> new Fault.FullDisk(host, at, lasts);
          default -> throw bad(text, "the kinds are crash, cut, slow, skew, reset, half, full");
        };
    // What the kind has no use for must not be there.
    if (!fault.toString().equals(text)) {
      throw bad(text, "did you mean \"" + fault + "\"?");
    }
    return fault;
  }

  private static boolean keepsDisk(String text, String detail) {
    return switch (detail) {
      case "kept" -> true;
      case "fresh" -> false;
      default -> throw bad(text, "a crash ends with :kept or :fresh, which is its disk");
    };
  }

  private static Way way(String text, String detail) {
    return Arrays.stream(Way.values())
        .filter(way -> FaultText.name(way).equals(detail))
        .findFirst()
        .orElseThrow(() -> bad(text, "a cut ends with :both, :out or :in"));
  }

  private static long number(String text, String detail) {
    if (!detail.matches("-?[0-9]+")) {
      throw bad(text, "it ends with a number of milliseconds");
    }
    return Long.parseLong(detail);
  }

  private static IllegalArgumentException bad(String text, String hint) {
    return new IllegalArgumentException("cannot read the fault \"" + text + "\": " + hint);
  }
}
