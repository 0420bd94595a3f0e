package io.peerwright.kit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes file names out of what strangers call their files.
 *
 * <p>The result is the same on every system, so that a folder can be carried from one to another:
 * it has no drive, root, separator, {@code ..}, control or formatting character (such as the
 * right-to-left override that hides an extension), is no device name of Windows, does not end in a
 * dot or a space, and is at most {@link #MAX_NAME_BYTES} long.
 */
public final class SafeNames {

  /** The longest name made, in bytes of UTF-8; leaves room for {@code .part.state}. */
  public static final int MAX_NAME_BYTES = 200;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_EXTENSION = 12;
  private static final String NAMELESS = "unnamed";
  private static final String FORBIDDEN = "<>:\"|?*/\\";
  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "conin$", "conout$", "clock$", "com0", "com1", "com2", "com3",
          "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4",
          "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  private SafeNames() {}

  /** The last part of a foreign path as a file name. */
  public static String fileName(String foreign) {
    List<String> parts = parts(foreign);
    return parts.isEmpty() ? NAMELESS : parts.get(parts.size() - 1);
  }

  /** A foreign path as a relative one with {@code /}; of a deep one only the last 16 parts. */
  public static String relativePath(String foreign) {
    List<String> parts = parts(foreign);
    int from = Math.max(0, parts.size() - MAX_DEPTH);
    return parts.isEmpty() ? NAMELESS : String.join("/", parts.subList(from, parts.size()));
  }

  /** Where a foreign path belongs below {@code folder}; never outside of it. */
  public static Path below(Path folder, String foreign) {
    Path base = folder.toAbsolutePath().normalize();
    Path result = base;
    for (String part : relativePath(foreign).split("/")) {
      result = result.resolve(part);
    }
    if (!result.normalize().startsWith(base) || result.normalize().equals(base)) {
      throw new IllegalArgumentException("\"" + foreign + "\" does not stay below " + base);
    }
    return result;
  }

  /**
   * A name that is not taken: the given one, or with {@code " (2)"} and so on before its extension.
   *
   * @param taken is asked with {@link #folded} names
   */
  public static String distinct(String name, Predicate<String> taken) {
    if (!taken.test(folded(name))) {
      return name;
    }
    int dot = extensionAt(name, name.lastIndexOf('/') + 1);
    for (int i = 2; ; i++) {
      String suffix = " (" + i + ")";
      String candidate = name.substring(0, dot) + suffix + name.substring(dot);
      if (!taken.test(folded(candidate))) {
        return candidate;
      }
    }
  }

  /** The same for names that some file system takes for the same: case and composition. */
  public static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  private static List<String> parts(String foreign) {
    List<String> parts = new ArrayList<>();
    for (String part : foreign.split("[/\\\\]")) {
      if (part.isBlank() || part.equals(".") || part.equals("..") || isDrive(part)) {
        continue;
      }
      parts.add(component(part));
    }
    return parts;
  }

  private static boolean isDrive(String part) {
    return part.length() == 2 && part.charAt(1) == ':' && Character.isLetter(part.charAt(0));
  }

  private static String component(String part) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(part, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> out.appendCodePoint(isHarmless(c) ? c : '_'));
    String name = trimmed(out.toString());
    if (DEVICES.contains(folded(stem(name)))) {
      name = "_" + name;
    }
    return shortened(name);
  }

  private static boolean isHarmless(int c) {
    if (c < 128) {
      return c >= 32 && c != 127 && FORBIDDEN.indexOf(c) < 0;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String trimmed(String name) {
    int end = name.length();
    while (end > 0
        && (name.charAt(end - 1) == '.' || Character.isSpaceChar(name.charAt(end - 1)))) {
      end--;
    }
    int start = 0;
    while (start < end && Character.isSpaceChar(name.charAt(start))) {
      start++;
    }
    return start == end ? NAMELESS : name.substring(start, end);
  }

  /** Windows takes {@code nul.tar.gz} and {@code "nul .txt"} for the device as well. */
  private static String stem(String name) {
    int dot = name.indexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)).strip();
  }

  private static String shortened(String name) {
    if (utf8Length(name) <= MAX_NAME_BYTES) {
      return name;
    }
    String extension = name.substring(extensionAt(name, 0));
    StringBuilder out = new StringBuilder();
    int room = MAX_NAME_BYTES - utf8Length(extension);
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      room -= utf8Length(Character.toString(c));
      if (room < 0) {
        break;
      }
      out.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return trimmed(out.toString()) + extension;
  }

  private static int extensionAt(String name, int from) {
    int dot = name.lastIndexOf('.');
    boolean plausible = dot > from && name.length() - dot <= MAX_EXTENSION;
    return plausible ? dot : name.length();
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
