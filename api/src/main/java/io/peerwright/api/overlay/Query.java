package io.peerwright.api.overlay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to search for, in terms that every overlay can serve. Attributes have the same names
 * everywhere: {@code size} (bytes), {@code bitrate} (kbit/s), {@code frequency} (Hz), {@code
 * duration} (seconds), {@code speed} (of the sharer's link, kbit/s), {@code type} (audio, video,
 * image, document, program, archive). A limit that an overlay cannot send is applied to what comes
 * back, as far as the hits tell.
 *
 * @param words all of them must occur in the name, in any order; case does not matter, in any
 *     script
 * @param excluded none of them may occur
 * @param atLeast lower bounds of numeric attributes, inclusive
 * @param atMost upper bounds of numeric attributes, inclusive
 * @param equal attributes that must have just this value
 * @param maxHits when to stop, at least 1
 * @param within when to give up
 */
public record Query(
    List<String> words,
    List<String> excluded,
    Map<String, Long> atLeast,
    Map<String, Long> atMost,
    Map<String, String> equal,
    int maxHits,
    Duration within) {

  /** The attributes that are numbers. */
  private static final List<String> NUMBERS =
      List.of("size", "bitrate", "frequency", "duration", "speed");

  private static final List<String> TYPES =
      List.of("audio", "video", "image", "document", "program", "archive");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern CONDITION = Pattern.compile("([a-z]+)(>=|<=|=|:)(\\S+)");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(size|bitrate|frequency|duration|speed|type)[<>=:]|[a-z]+[<>=]");
  private static final Pattern HALF_CONDITION = Pattern.compile("[a-z]+([<>=].*|:)");

  /** Copies the collections, maps in sorted order, and checks conditions and limits. */
  public Query {
    words = List.copyOf(words);
    excluded = List.copyOf(excluded);
    atLeast = Sorted.map(atLeast);
    atMost = Sorted.map(atMost);
    equal = Sorted.map(equal);
    atLeast.forEach((name, least) -> check(NUMBERS.contains(name), name + ">=" + least));
    atMost.forEach((name, most) -> check(NUMBERS.contains(name), name + "<=" + most));
    equal.forEach((name, value) -> check(isValue(name, value), name + "=" + value));
    if (maxHits < 1) {
      throw new IllegalArgumentException("maxHits must be at least 1, is " + maxHits);
    }
    if (within.isNegative() || within.isZero()) {
      throw new IllegalArgumentException("within must be longer than nothing, is " + within);
    }
  }

  /**
   * Reads a line as a person types it: {@code copper rain -live bitrate>=192 size<=5000000
   * type=audio}. A word with a colon, such as {@code re:start}, is a word unless an attribute
   * stands before the colon. At most 100 hits within 15 s.
   *
   * @throws IllegalArgumentException that says which part is wrong
   */
  public static Query parse(String line) {
    List<String> words = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    Map<String, Long> atLeast = new TreeMap<>();
    Map<String, Long> atMost = new TreeMap<>();
    Map<String, String> equal = new TreeMap<>();
    for (String part : SPACES.split(line.strip())) {
      Matcher condition = CONDITION.matcher(part);
      boolean isWord = part.indexOf(':') > 0 && !ATTRIBUTE.matcher(part).lookingAt();
      if (condition.matches() && !isWord) {
        switch (condition.group(2)) {
          case ">=" -> atLeast.put(condition.group(1), number(part, condition.group(3)));
          case "<=" -> atMost.put(condition.group(1), number(part, condition.group(3)));
          default -> equal.put(condition.group(1), condition.group(3));
        }
      } else if (HALF_CONDITION.matcher(part).matches() && !isWord) {
        throw new IllegalArgumentException(
            "not a condition: \"" + part + "\"; write bitrate>=192, size<=5000000 or type=audio");
      } else if (part.length() > 1 && part.startsWith("-")) {
        excluded.add(part.substring(1));
      } else if (!part.isEmpty()) {
        words.add(part);
      }
    }
    return new Query(words, excluded, atLeast, atMost, equal, 100, Duration.ofSeconds(15));
  }

  private static boolean isValue(String attribute, String value) {
    return NUMBERS.contains(attribute)
        ? value.matches("[0-9]{1,18}")
        : attribute.equals("type") && TYPES.contains(value.toLowerCase(Locale.ROOT));
  }

  /** A condition that nobody could apply would be ignored without a word. */
  private static void check(boolean known, String condition) {
    if (!known) {
      throw new IllegalArgumentException(
          "no such condition: \""
              + condition
              + "\"; there are "
              + String.join(", ", NUMBERS)
              + ", each with a number, and type, which is one of "
              + String.join(", ", TYPES));
    }
  }

  private static long number(String part, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a number must stand after the sign: \"" + part + "\"", e);
    }
  }

  /** This query with other limits. */
  public Query limitedTo(int hits, Duration time) {
    return new Query(words, excluded, atLeast, atMost, equal, hits, time);
  }
}
