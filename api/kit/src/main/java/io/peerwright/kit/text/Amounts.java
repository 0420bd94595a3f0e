package io.peerwright.kit.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes and times as people write them, in configurations, on command lines and in what is printed:
 * {@code 64KiB}, {@code 1.5MB}, {@code 20s}, {@code 1h30m}. What is written here is read here.
 *
 * <p>Reading throws {@link IllegalArgumentException} with a message that says what would be right.
 */
public final class Amounts {

  /** How {@link #bytes(String)} wants it. */
  public static final String SIZE_HINT = "a size such as 65536 or \"64KiB\"";

  /** How {@link #time(String)} wants it. */
  public static final String TIME_HINT = "a time such as \"15s\", \"2m\" or \"250ms\"";

  /** For schemas; {@link #bytes(String)} is stricter. */
  public static final String SIZE_PATTERN =
      "^[0-9]+(\\.[0-9]+)? *(B|[kMGT]B|[KMGT]iB|[KMGT])?(/s)?$";

  /** For schemas; {@link #time(String)} is stricter. */
  public static final String TIME_PATTERN =
      "^(P.+|([0-9]+(\\.[0-9]+)? *(ns|us|ms|s|m|min|h|d) *)+)$";

  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,30}(?:\\.[0-9]{1,30})?)\\s*([A-Za-z]*)(?:/s)?");
  private static final Pattern TIMES =
      Pattern.compile("(?:[0-9]{1,30}(?:\\.[0-9]{1,30})?\\s*[a-z]+\\s*){1,9}");
  private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-z]+)");

  private static final List<String> BINARY = List.of("TiB", "GiB", "MiB", "KiB");
  private static final Map<String, Long> SIZES =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("B", 1L),
          Map.entry("kB", 1_000L),
          Map.entry("MB", 1_000_000L),
          Map.entry("GB", 1_000_000_000L),
          Map.entry("TB", 1_000_000_000_000L),
          Map.entry("KiB", 1L << 10),
          Map.entry("MiB", 1L << 20),
          Map.entry("GiB", 1L << 30),
          Map.entry("TiB", 1L << 40),
          Map.entry("K", 1L << 10),
          Map.entry("M", 1L << 20),
          Map.entry("G", 1L << 30),
          Map.entry("T", 1L << 40));

  private static final List<String> LARGEST_FIRST = List.of("d", "h", "m", "s", "ms", "us");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private Amounts() {}

  /** A size in bytes; of a rate the bytes in a second, with or without {@code /s}. */
  public static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    Long unit = matcher.matches() ? SIZES.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("must be " + SIZE_HINT + ", is \"" + text + "\"");
    }
    return exact(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)), text);
  }

  /** A time: {@code 15s}, {@code 1h30m}, or as ISO 8601 has it, {@code PT15S}. */
  public static Duration time(String text) {
    String given = text.strip();
    if (given.startsWith("P")) {
      try {
        return Duration.parse(given);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("must be " + TIME_HINT + ", is \"" + text + "\"", e);
      }
    }
    boolean sound = TIMES.matcher(given).matches();
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = TIME.matcher(given);
    while (sound && part.find()) {
      Long unit = NANOS.get(part.group(2));
      sound = unit != null;
      if (unit != null) {
        nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      }
    }
    if (!sound) {
      throw new IllegalArgumentException("must be " + TIME_HINT + ", is \"" + text + "\"");
    }
    return Duration.ofNanos(exact(nanos, text));
  }

  private static long exact(BigDecimal value, String text) {
    if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is too much");
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("must be a whole number, is \"" + text + "\"", e);
    }
  }

  private static long scaleOf(Map<String, Long> scales, String unit) {
    return Objects.requireNonNull(scales.get(unit));
  }

  /** A size with the largest binary unit that it is a multiple of: {@code 64KiB}, {@code 1000B}. */
  public static String of(long bytes) {
    for (String unit : BINARY) {
      long scale = scaleOf(SIZES, unit);
      if (bytes >= scale && bytes % scale == 0) {
        return bytes / scale + unit;
      }
    }
    return bytes + "B";
  }

  /** A size to two or three digits: {@code 4.4MiB}, {@code 130KiB}. */
  public static String about(long bytes) {
    for (String unit : BINARY) {
      double value = (double) bytes / scaleOf(SIZES, unit);
      // What would be rounded to 1024 of the smaller unit is 1.0 of this one.
      if (value >= 1023.5 / 1024) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f%s" : "%.0f%s", value, unit);
      }
    }
    return bytes + "B";
  }

  /** A time with the largest unit that it is a multiple of: {@code 20s}, {@code 90m}. */
  public static String of(Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      return time.toString();
    }
    long nanos = time.toNanos();
    for (String unit : LARGEST_FIRST) {
      long scale = scaleOf(NANOS, unit);
      if (nanos != 0 && nanos % scale == 0) {
        return nanos / scale + unit;
      }
    }
    return nanos == 0 ? "0s" : nanos + "ns";
  }

  /** A time in whole seconds by its two largest units: {@code 4m5s}, {@code 1h}, {@code 3d4h}. */
  public static String about(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    for (int i = 0; i < 3; i++) {
      long large = scaleOf(NANOS, LARGEST_FIRST.get(i)) / scaleOf(NANOS, "s");
      long small = scaleOf(NANOS, LARGEST_FIRST.get(i + 1)) / scaleOf(NANOS, "s");
      if (seconds >= large) {
        long rest = seconds % large / small;
        return seconds / large
            + LARGEST_FIRST.get(i)
            + (rest == 0 ? "" : rest + LARGEST_FIRST.get(i + 1));
      }
    }
    return seconds + "s";
  }
}
