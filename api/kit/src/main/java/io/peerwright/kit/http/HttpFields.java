package io.peerwright.kit.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields in the order of the wire (RFC 9110, section 5). Immutable. */
public final class HttpFields {

  /** No fields. */
  public static final HttpFields NONE = new HttpFields(new Field[0]);

  /** As many as usual ones have. */
  private static final int TEXT_CHARS = 512;

  /** One line of the header. */
  private record Field(String name, String value) {}

  private final Field[] fields;

  private HttpFields(Field[] fields) {
    this.fields = fields;
  }

  /**
   * These fields and one more.
   *
   * @throws IllegalArgumentException if the name or the value could not stand in one line
   */
  public HttpFields with(String name, String value) {
    if (!isToken(name) || !isText(value)) {
      throw new IllegalArgumentException("not a header field: " + name + ": " + value);
    }
    Field[] more = Arrays.copyOf(fields, fields.length + 1);
    more[fields.length] = new Field(name, value);
    return new HttpFields(more);
  }

  /** The value of the first field of a name, in any case; null if there is none. */
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return field.value;
      }
    }
    return null;
  }

  /** The values of all fields of a name, in any case. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        values = values.isEmpty() ? new ArrayList<>() : values;
        values.add(field.value);
      }
    }
    return values.isEmpty() ? values : Collections.unmodifiableList(values);
  }

  /** True if a list such as that of {@code Connection} has the token in any case. */
  public boolean hasToken(String name, String token) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name) && lists(field.value, token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(String value, String token) {
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int end = comma < 0 ? value.length() : comma;
      if (value.substring(from, end).strip().equalsIgnoreCase(token)) {
        return true;
      }
      from = end + 1;
    }
    return false;
  }

  /** These fields and others behind them. */
  public HttpFields and(HttpFields others) {
    Field[] more = Arrays.copyOf(fields, fields.length + others.fields.length);
    System.arraycopy(others.fields, 0, more, fields.length, others.fields.length);
    return new HttpFields(more);
  }

  /** As they stand on the wire, each with its line end. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(TEXT_CHARS);
    for (Field field : fields) {
      text.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    return text.toString();
  }

  /**
   * Reads the lines between the start line and the empty line.
   *
   * @param lenient takes what a client should put up with
   * @throws HttpException if one of them is no field
   */
  static HttpFields parse(List<String> lines, boolean lenient) throws HttpException {
    List<Field> found = new ArrayList<>(lines.size());
    for (String line : lenient ? unfolded(lines) : lines) {
      int colon = line.indexOf(':');
      String told = colon < 0 ? "" : line.substring(0, colon);
      String name = lenient ? told.stripTrailing() : told;
      String rest = line.substring(colon + 1);
      String value = lenient ? rest.strip() : trimmed(rest);
      if (!isToken(name) || !isText(value)) {
        throw new HttpException(400, "not a header field: \"" + printable(line) + "\"");
      }
      found.add(new Field(name, value));
    }
    return new HttpFields(found.toArray(new Field[0]));
  }

  /** Spaces and tabs may stand around a value; a CR, say, is no text. */
  private static String trimmed(String text) {
    int from = 0;
    int end = text.length();
    while (from < end && " \t".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (from < end && " \t".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(from, end);
  }

  /** Puts lines that begin with a space behind the line before. */
  private static List<String> unfolded(List<String> lines) {
    boolean folded = false;
    for (String line : lines) {
      folded |= goesOn(line);
    }
    if (!folded) {
      return lines;
    }
    List<String> whole = new ArrayList<>(lines.size());
    StringBuilder current = new StringBuilder();
    for (String line : lines) {
      if (goesOn(line) && current.length() > 0) {
        current.append(' ').append(line.strip());
      } else {
        if (current.length() > 0) {
          whole.add(current.toString());
        }
        current = new StringBuilder(line);
      }
    }
    if (current.length() > 0) {
      whole.add(current.toString());
    }
    return whole;
  }

  private static boolean goesOn(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }

  /** At most the start of a line, without what a terminal would act upon. */
  static String printable(String line) {
    String start = line.length() > 80 ? line.substring(0, 80) + "..." : line;
    return start.replaceAll("[^ -~]", "?");
  }

  static boolean isToken(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
