package io.peerwright.kit.hash;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a magnet link in what people paste: with quotes or a piece of HTML around it, broken into
 * lines, escaped twice, with a full stop behind it, or nothing but the info-hash.
 */
final class PastedLink {

  private static final Pattern START = Pattern.compile("(?i)magnet:(//?)?\\??");
  private static final Pattern ESCAPED_START = Pattern.compile("(?i)magnet(%3a|:)(%3f|\\?)xt(%3d)");
  private static final Pattern BARE =
      Pattern.compile("(?i)(\\??xt=)?(urn:)?(btih:|btmh:)?([0-9a-z]{32}|[0-9a-f]{40,68})(&.*)?");
  private static final Pattern ESCAPED_VALUE = Pattern.compile("(?i)(urn|https?|udp|wss?)%3a.*");
  private static final Pattern AMPERSAND = Pattern.compile("(?i)&(amp;|#38;|#x26;)(amp;)*");

  /** Around a link, but hardly ever the end of one. */
  private static final String WRAPPING = "\"'`\u00ab\u00bb\u201c\u201d\u2018\u2019<>()[]{},;";

  private PastedLink() {}

  /** True if a text is meant as a link, whether or not it is a good one. */
  static boolean isOne(String text) {
    String link = unwrapped(text);
    return START.matcher(link).lookingAt()
        || ESCAPED_START.matcher(link).lookingAt()
        || BARE.matcher(link).matches();
  }

  /**
   * The keys and values of a link.
   *
   * @throws IllegalArgumentException if there is no link in it
   */
  static List<Map.Entry<String, String>> entries(String text) {
    String link = unwrapped(text);
    if (ESCAPED_START.matcher(link).lookingAt()) {
      link = decoded(link);
    }
    Matcher start = START.matcher(link);
    String query;
    if (start.lookingAt()) {
      query = link.substring(start.end());
    } else {
      query = ofBareHash(link);
    }
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (String part : AMPERSAND.matcher(query).replaceAll("&").split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String key = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        entries.add(Map.entry(key, value(part.substring(equals + 1))));
      }
    }
    return entries;
  }

  private static String ofBareHash(String link) {
    Matcher bare = BARE.matcher(link);
    if (!bare.matches()) {
      throw new IllegalArgumentException(
          "a magnet link starts with magnet:?, this does not: \"" + link + "\"");
    }
    String kind = bare.group(3) == null ? "btih:" : bare.group(3);
    String rest = bare.group(5) == null ? "" : bare.group(5);
    return "xt=urn:" + kind + bare.group(4) + rest;
  }

  /** Without what stands around it, and without line breaks. */
  private static String unwrapped(String text) {
    String line = text.replaceAll("[\\r\\n\\t\\x00\u200b\ufeff]", "");
    Matcher start = START.matcher(line);
    if (start.find() && !BARE.matcher(trimmed(line)).matches()) {
      line = line.substring(start.start()).split("[\"<>]", 2)[0];
    }
    return trimmed(line);
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isAround(text.charAt(from))) {
      from++;
    }
    while (to > from && (isAround(text.charAt(to - 1)) || isStop(text, to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isAround(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || WRAPPING.indexOf(c) >= 0;
  }

  /** The end of the sentence that the link stands in; a name for people may end in a full stop. */
  private static boolean isStop(String text, int at) {
    int name = text.lastIndexOf("dn=", at);
    return ".!?:".indexOf(text.charAt(at)) >= 0
        && !text.regionMatches(true, Math.max(0, at - 7), "magnet:?", 0, 8)
        && (name < 0 || text.indexOf('&', name) >= 0 && text.indexOf('&', name) < at);
  }

  private static String value(String text) {
    String once = decoded(text.replace('+', ' '));
    return ESCAPED_VALUE.matcher(once).matches() ? decoded(once) : once;
  }

  /** What is no escape stands for itself, as in "100%". */
  private static String decoded(String text) {
    byte[] bytes = new byte[3 * text.length()];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        out.put((byte) (high << 4 | low));
        i += 2;
      } else {
        int end = Character.isHighSurrogate(c) ? Math.min(i + 2, text.length()) : i + 1;
        out.put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(text, i, end)));
        i = end - 1;
      }
    }
    return new String(bytes, 0, out.position(), StandardCharsets.UTF_8);
  }
}
