package io.peerwright.transport.inmemory.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How lengths and distributions of lengths are written: {@code weibull:0.5:10m}. */
final class LengthText {

  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
  private static final Pattern SHAPE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,9})?");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

  private LengthText() {}

  static SessionLengths parse(String text) {
    String[] parts = text.strip().split(":", -1);
    if (parts[0].equals("exponential") && parts.length == 2) {
      return new SessionLengths.Exponential(length(text, parts[1]));
    }
    if (parts[0].equals("weibull") && parts.length == 3) {
      return new SessionLengths.Weibull(shape(text, parts[1]), length(text, parts[2]));
    }
    if (parts[0].equals("pareto") && parts.length == 3) {
      return new SessionLengths.Pareto(shape(text, parts[1]), length(text, parts[2]));
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is none of exponential:MEAN, weibull:SHAPE:SCALE and pareto:SHAPE:LEAST, such as"
            + " exponential:600s or weibull:0.5:10m");
  }

  private static double shape(String text, String part) {
    if (!SHAPE.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "the shape in \"" + text + "\" must be a number such as 0.5, is \"" + part + "\"");
    }
    return Double.parseDouble(part);
  }

  private static Duration length(String text, String part) {
    Matcher length = LENGTH.matcher(part);
    if (!length.matches()) {
      throw new IllegalArgumentException(
          "the time in \""
              + text
              + "\" must be a whole number with ms, s, m or h behind it, is \""
              + part
              + "\"");
    }
    return Duration.ofMillis(
        Long.parseLong(length.group(1)) * Objects.requireNonNull(MILLIS.get(length.group(2))));
  }

  static String of(Duration length) {
    long millis = length.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
