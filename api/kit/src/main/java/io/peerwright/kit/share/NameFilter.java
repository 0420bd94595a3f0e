package io.peerwright.kit.share;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which files are left out by their names: patterns with {@code *} for any characters and {@code ?}
 * for one, in which case does not matter. A pattern with a {@code /} is for the whole path below
 * the shared folder, another one for the last name.
 */
public final class NameFilter {

  /** Nothing is left out. */
  public static final NameFilter NONE = new NameFilter(List.of());

  private record Excluded(String text, Pattern pattern) {}

  private final List<Excluded> excluded;

  private NameFilter(List<String> patterns) {
    excluded = patterns.stream().map(each -> new Excluded(each, compiled(each))).toList();
  }

  /**
   * Leaves out what one of the patterns matches.
   *
   * @throws IllegalArgumentException for an empty pattern
   */
  public static NameFilter without(List<String> patterns) {
    if (patterns.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a pattern of names must not be blank");
    }
    return patterns.isEmpty() ? NONE : new NameFilter(patterns);
  }

  private static Pattern compiled(String text) {
    StringBuilder regex = new StringBuilder();
    for (String part : text.toLowerCase(Locale.ROOT).split("(?<=[*?])|(?=[*?])")) {
      regex.append(
          switch (part) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(part);
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** The pattern that leaves a file out; empty if none does. */
  String excludes(String name) {
    String whole = name.toLowerCase(Locale.ROOT);
    String last = whole.substring(whole.lastIndexOf('/') + 1);
    for (Excluded each : excluded) {
      String subject = each.text.indexOf('/') < 0 ? last : whole;
      if (each.pattern.matcher(subject).matches()) {
        return each.text;
      }
    }
    return "";
  }
}
