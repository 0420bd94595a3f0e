package io.peerwright.kit.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Makes file names out of what strangers call their files.
 *
 * <p>The result has no drive, root, separator, {@code ..}, control or direction character (such as
 * the right-to-left override that hides an extension), and is at most {@link #MAX_NAME_BYTES} long.
 * By {@link Rules#WINDOWS} it also has no character that Windows refuses, is no device name, and
 * does not begin or end in what Windows cuts off. Everything else stays as it is, so that a file is
 * found again under the name that other programs give it.
 */
public final class SafeNames {

  /** What a file system can take. */
  public enum Rules {
    /** Any character but a slash; names are told apart byte by byte. */
    UNIX,
    /** Without the characters and names that have a meaning there; good on every system. */
    WINDOWS;

    /** Those of the system that this runs on. */
    public static Rules here() {
      return HERE;
    }
  }

  /** The longest name made, in bytes of UTF-8: what the usual file systems take. */
  public static final int MAX_NAME_BYTES = 255;

  private static final Rules HERE =
      System.getProperty("os.name", "").startsWith("Windows") ? Rules.WINDOWS : Rules.UNIX;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_EXTENSION = 12;
  private static final String NAMELESS = "unnamed";
  private static final String FORBIDDEN = "<>:\"|?*";
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final Pattern DEVICE =
      Pattern.compile(
          "con|prn|aux|nul|conin\\$|conout\\$|clock\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]");

  private SafeNames() {}

  /** The last part of a foreign path as a file name here. */
  public static String fileName(String foreign) {
    return fileName(foreign, HERE);
  }

  /** The last part of a foreign path as a file name. */
  public static String fileName(String foreign, Rules rules) {
    List<String> parts = parts(foreign, rules);
    return parts.isEmpty() ? NAMELESS : parts.get(parts.size() - 1);
  }

  /** One name as a file name: separators in it are replaced, not taken for such. */
  public static String component(String foreign, Rules rules) {
    return clean(foreign.replace('/', '_').replace('\\', '_'), rules);
  }

  /** A foreign path as a relative one with {@code /}; of a deep one only the last 16 parts. */
  public static String relativePath(String foreign) {
    return String.join("/", relative(foreign));
  }

  private static List<String> relative(String foreign) {
    List<String> parts = parts(foreign, HERE);
    int from = Math.max(0, parts.size() - MAX_DEPTH);
    return parts.isEmpty() ? List.of(NAMELESS) : parts.subList(from, parts.size());
  }

  /** Where a foreign path belongs below {@code folder}; never outside of it. */
  public static Path below(Path folder, String foreign) {
    Path base = folder.toAbsolutePath().normalize();
    Path result = base;
    for (String part : relative(foreign)) {
      result = child(result, part);
    }
    if (!result.normalize().startsWith(base) || result.normalize().equals(base)) {
      throw new IllegalArgumentException("\"" + foreign + "\" does not stay below " + base);
    }
    return result;
  }

  /**
   * The file of a clean name in a folder. Where the locale of the process has no such characters
   * (with {@code LC_ALL=C} Java writes ASCII names only), they are written as {@code %C3%A9}.
   *
   * @param name as the other methods make it
   */
  public static Path child(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException notInThisLocale) {
      return folder.resolve(shortened(ascii(name)));
    }
  }

  /** What to do about a name that {@link Path} refuses, for a message to the user. */
  public static String explain(InvalidPathException refused) {
    boolean ascii = refused.getInput().chars().allMatch(c -> c < 128);
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return ascii
        ? String.valueOf(refused.getMessage())
        : "the locale of this process ("
            + encoding
            + ") has no name for \""
            + refused.getInput()
            + "\"; set LC_ALL=C.UTF-8 and start again";
  }

  /**
   * Why this process cannot write a name, and what to do, for a message to the user; empty if it
   * can.
   */
  public static Optional<String> refusal(String name) {
    try {
      Path.of(name);
      return Optional.empty();
    } catch (InvalidPathException refused) {
      return Optional.of(explain(refused));
    }
  }

  /** Every character that is not ASCII as the hexadecimal bytes of its UTF-8. */
  static String ascii(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return out.toString();
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
    int from = name.lastIndexOf('/') + 1;
    int dot = extensionAt(name, from);
    for (int i = 2; ; i++) {
      String suffix = " (" + i + ")";
      String end = suffix + name.substring(dot);
      String candidate = cut(name.substring(0, dot), from, MAX_NAME_BYTES - utf8Length(end)) + end;
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

  /**
   * A name with something appended, such as {@code .part}. One that gets too long for a file system
   * is cut, and stays distinct by a checksum of it.
   */
  public static String withSuffix(String name, String suffix) {
    if (utf8Length(name) + utf8Length(suffix) <= MAX_NAME_BYTES) {
      return name + suffix;
    }
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    String end = String.format(Locale.ROOT, "~%08x", crc.getValue()) + suffix;
    return cut(name, 0, MAX_NAME_BYTES - utf8Length(end)) + end;
  }

  private static List<String> parts(String foreign, Rules rules) {
    List<String> parts = new ArrayList<>();
    for (String part : foreign.split("[/\\\\]")) {
      if (part.isBlank() || part.equals(".") || part.equals("..") || isDrive(part)) {
        continue;
      }
      parts.add(clean(part, rules));
    }
    return parts;
  }

  private static boolean isDrive(String part) {
    return part.length() == 2 && part.charAt(1) == ':' && Character.isLetter(part.charAt(0));
  }

  private static String clean(String part, Rules rules) {
    boolean windows = rules == Rules.WINDOWS;
    StringBuilder out = new StringBuilder();
    part.codePoints()
        .forEach(
            c -> {
              boolean kept = isHarmless(c) && !(windows && FORBIDDEN.indexOf(c) >= 0);
              out.appendCodePoint(kept ? c : '_');
            });
    String name = out.toString();
    if (windows) {
      name = trimmed(Normalizer.normalize(name, Normalizer.Form.NFC));
      if (DEVICE.matcher(folded(stem(name))).matches()) {
        name = "_" + name;
      }
      return trimmed(shortened(name));
    }
    return name.isBlank() || name.equals(".") || name.equals("..") ? NAMELESS : shortened(name);
  }

  /** Characters that a terminal acts upon, or that turn the direction of writing, are not. */
  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Some scripts and pictures are written with the joiners.
      case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
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
    return cut(name, 0, MAX_NAME_BYTES - utf8Length(extension)).stripTrailing() + extension;
  }

  /** What stands before {@code from}, and as many characters after it as fit into so many bytes. */
  private static String cut(String name, int from, int bytes) {
    int room = bytes;
    int end = from;
    while (end < name.length()) {
      int c = name.codePointAt(end);
      room -= utf8Length(Character.toString(c));
      if (room < 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return name.substring(0, end);
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
