package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.text.Amounts;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Single values: how they are written in JSON. Reading throws {@link IllegalArgumentException} with
 * a message that says what would be right.
 */
final class Values {

  /** Integers whose name ends so, or that are called so, may be written as sizes and rates. */
  private static final Pattern SIZE_NAME =
      Pattern.compile("bytes|up|down|.*(Bytes|BytesPerSecond|Up|Down)");

  /** Integers whose name ends so may be written as times; the suffix is their unit. */
  private static final Map<String, Duration> TIME_NAMES =
      Map.of(
          "Nanos", Duration.ofNanos(1),
          "Micros", Duration.ofNanos(1_000),
          "Millis", Duration.ofMillis(1),
          "Seconds", Duration.ofSeconds(1));

  private Values() {}

  static boolean isSize(String name, Class<?> type) {
    return (type == long.class || type == int.class) && SIZE_NAME.matcher(name).matches();
  }

  /** The unit of an integer that is a time; null if it is none. */
  static @Nullable Duration timeUnit(String name, Class<?> type) {
    if (type == long.class || type == int.class) {
      for (Map.Entry<String, Duration> each : TIME_NAMES.entrySet()) {
        if (name.endsWith(each.getKey())) {
          return each.getValue();
        }
      }
    }
    return null;
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
      return Amounts.time(text(Amounts.TIME_HINT, json));
    }
    if (type == Endpoint.class) {
      return Endpoint.parse(text("an endpoint such as \"192.0.2.1:80\"", json));
    }
    if (type == HostPort.class) {
      return HostPort.parse(text("a host and a port such as \"index.example:8888\"", json));
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
    Duration unit = timeUnit(name, type);
    BigDecimal value;
    if (json instanceof Json.Num number) {
      value = new BigDecimal(number.digits());
    } else if (size && json instanceof Json.Str text) {
      value = BigDecimal.valueOf(Amounts.bytes(text.value()));
    } else if (unit != null && json instanceof Json.Str text) {
      value = inUnits(Amounts.time(text.value()), unit);
    } else {
      return refuse(
          size ? Amounts.SIZE_HINT : unit != null ? Amounts.TIME_HINT : "a whole number", json);
    }
    return exact(value, least, most, json.kind());
  }

  private static BigDecimal inUnits(Duration time, Duration unit) {
    BigDecimal nanos =
        BigDecimal.valueOf(time.getSeconds())
            .movePointRight(9)
            .add(BigDecimal.valueOf(time.getNano()));
    return nanos.divide(BigDecimal.valueOf(unit.toNanos()));
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

  /** An integer as {@link #read} takes it: with a unit where its name says that it has one. */
  static Object write(String name, long value) {
    Duration unit = timeUnit(name, long.class);
    if (value > 0 && unit != null && value <= Long.MAX_VALUE / unit.toNanos()) {
      return Amounts.of(Duration.ofNanos(value * unit.toNanos()));
    }
    // Bytes alone need no unit.
    return value >= 1024 && value % 1024 == 0 && isSize(name, long.class)
        ? Amounts.of(value)
        : value;
  }
}
