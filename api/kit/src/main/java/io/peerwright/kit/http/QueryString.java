package io.peerwright.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, in their order, with values of any bytes. Immutable.
 *
 * <p>A name may come several times; {@code +} is a space.
 */
public final class QueryString {

  /** One parameter; the value is still percent-encoded. */
  private record Parameter(String name, String value) {}

  private final List<Parameter> parameters;

  private QueryString(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads {@code a=1&b=%20}.
   *
   * @param maxParameters more of them are refused
   * @throws HttpException if there are too many
   */
  public static QueryString parse(String query, int maxParameters) throws HttpException {
    List<Parameter> found = new ArrayList<>();
    int start = 0;
    while (start < query.length()) {
      int and = query.indexOf('&', start);
      int end = and < 0 ? query.length() : and;
      if (end > start) {
        if (found.size() == maxParameters) {
          throw new HttpException(400, "more than " + maxParameters + " parameters");
        }
        String part = query.substring(start, end);
        int equals = part.indexOf('=');
        found.add(
            equals < 0
                ? new Parameter(part, "")
                : new Parameter(part.substring(0, equals), part.substring(equals + 1)));
      }
      start = end + 1;
    }
    return new QueryString(found);
  }

  /**
   * The value of the first parameter of a name; null if there is none.
   *
   * @throws HttpException if it is badly encoded
   */
  public byte @Nullable [] bytes(String name) throws HttpException {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return Percent.decode(parameter.value);
      }
    }
    return null;
  }

  /** As {@link #bytes}, as text in UTF-8. */
  public @Nullable String text(String name) throws HttpException {
    byte[] bytes = bytes(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The values of all parameters of a name. */
  public List<byte[]> all(String name) throws HttpException {
    List<byte[]> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        values.add(Percent.decode(parameter.value));
      }
    }
    return values;
  }
}
