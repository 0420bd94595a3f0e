package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Single values: how they are written in JSON. Reading throws {@link IllegalArgumentException} with
 * a message that says what would be right.
 */
final class Values {

  /** Integers whose name ends so may be written as sizes. */
  private static final String SIZE_SUFFIX = "Bytes";

  /** For the schema; {@link #read} is stricter. */
  static final String SIZE_PATTERN = "^[0-9]+(\\.[0-9]+)? *(B|[kMGT]B|[KMGT]iB)$";

  /** For the schema; {@link #read} is stricter. */
  static final String TIME_PATTERN = "^(P.+|[0-9]+(\\.[0-9]+)? *(ns|us|ms|s|m|min|h|d))$";

  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]+)");
  private static final Map<String, Long> SIZES =
      Map.of(
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40);
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

  private Values() {}

  static boolean isSize(String name, Class<?> type) {
    return (type == long.class || type == int.class)
        && (name.endsWith(SIZE_SUFFIX) || name.equals("bytes"));
  }

  /** Reads a value that is not a record or a collection; null if there is no such type. */
  static @Nullable Object read(String name, Class<?> type, Json json) {
    if (type == int.class || type == Integer.class) {
      return (int) whole(name, type, json, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return whole(name, type, json, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return json instanceof Json.Num number
          ? (Object) Double.valueOf(number.digits())
          : refuse("a number", json);
    }
    if (type == boolean.class || type == Boolean.class) {
      return json instanceof Json.Bool bool ? (Object) bool.value() : refuse("true or false", json);
    }
    if (type == String.class) {
      return text("a text", json);
    }
    if (type == Duration.class) {
      return duration(text("a time such as \"15s\", \"2m\" or \"250ms\"", json));
    }
    if (type == Endpoint.class) {
      return Endpoint.parse(text("an endpoint such as \"192.0.2.1:80\"", json));
    }
    if (type == Path.class) {
      return path(text("a path", json));
    }
    return type.isEnum() ? constant(type, text(choices(type), json)) : null;
  }

  private static String text(String wanted, Json json) {
    return json instanceof Json.Str string ? string.value() : refuse(wanted, json);
  }

  private static <T> T refuse(String wanted, Json json) {
    throw new IllegalArgumentException("must be " + wanted + ", is " + json.kind());
  }

  private static long whole(String name, Class<?> type, Json json, long least, long most) {
    boolean size = isSize(name, type);
    BigDecimal value;
    if (json instanceof Json.Num number) {
      value = new BigDecimal(number.digits());
    } else if (size && json instanceof Json.Str text) {
      value = amount(text.value(), SIZES, "a size such as 65536 or \"64KiB\"");
    } else {
      return refuse(size ? "a size such as 65536 or \"64KiB\"" : "a whole number", json);
    }
    return exact(value, least, most, json.kind());
  }

  private static long exact(BigDecimal value, long least, long most, String kind) {
    // A number such as 1e999999999 must not be written out.
    boolean sane = value.precision() - (long) value.scale() < 30 && value.scale() < 1000;
    if (!sane
        || value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new IllegalArgumentException("must be within " + least + ".." + most + ", is " + kind);
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("must be a whole number, is " + kind, e);
    }
  }

  private static BigDecimal amount(String text, Map<String, Long> units, String wanted) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("must be " + wanted + ", is \"" + text + "\"");
    }
    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
  }

  private static Duration duration(String text) {
    String wanted = "a time such as \"15s\", \"2m\" or \"250ms\"";
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("must be " + wanted + ", is \"" + text + "\"", e);
      }
    }
    BigDecimal nanos = amount(text, NANOS, wanted);
    return Duration.ofNanos(exact(nanos, 0, Long.MAX_VALUE, "\"" + text + "\""));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path: " + e.getMessage(), e);
    }
  }

  private static Object constant(Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (kebab(constant).equals(text)) {
        return constant;
      }
    }
    String nearest = Nearest.to(text, names(type));
    String hint = nearest.isEmpty() ? "" : "; did you mean \"" + nearest + "\"?";
    throw new IllegalArgumentException("must be " + choices(type) + ", is \"" + text + "\"" + hint);
  }

  private static String choices(Class<?> enumType) {
    return "one of " + String.join(", ", names(enumType));
  }

  /** The constants of an enum as the configuration writes them. */
  static List<String> names(Class<?> enumType) {
    List<String> names = new ArrayList<>();
    for (Object constant : enumType.getEnumConstants()) {
      names.add(kebab(constant));
    }
    return names;
  }

  static String kebab(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A time as {@link #read} takes it, in the largest unit that fits. */
  static String write(Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      return time.toString();
    }
    long nanos = time.toNanos();
    for (String unit : List.of("d", "h", "m", "s", "ms", "us")) {
      long scale = NANOS.get(unit);
      if (nanos != 0 && nanos % scale == 0) {
        return nanos / scale + unit;
      }
    }
    return nanos == 0 ? "0s" : nanos + "ns";
  }

  /** A size as {@link #read} takes it: with a binary unit where it is a round number. */
  static Object writeSize(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
      long scale = SIZES.get(unit);
      if (bytes >= scale && bytes % scale == 0) {
        return bytes / scale + unit;
      }
    }
    return bytes;
  }
}
