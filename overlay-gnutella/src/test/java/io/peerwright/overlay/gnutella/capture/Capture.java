package io.peerwright.overlay.gnutella.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recorded conversation with gtk-gnutella 1.2.3; the format stands in the README.md beside the
 * files. Also for tests of other packages.
 */
public final class Capture {

  /** What an item is. */
  public enum Kind {
    /** A line of a handshake or of HTTP. */
    TEXT,
    /** Bytes as they were sent: one message, one datagram, or a piece of a body. */
    PLAIN,
    /** Bytes of a deflated stream. */
    DEFLATED,
    /** One message out of a deflated stream; not on the wire. */
    INFLATED
  }

  /**
   * Something that one side sent.
   *
   * @param connection its name
   * @param ours whether the recorder sent it, not gtk-gnutella
   */
  public record Item(String connection, boolean ours, Kind kind, byte[] bytes) {

    /** As text. */
    public String text() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static final Path FOLDER = Path.of("src/test/resources/captures");

  private final String name;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, List<String>> facts = new HashMap<>();
  private final Set<String> gnutella = new HashSet<>();

  private Capture(Path file) {
    name = file.getFileName().toString().replace(".cap", "");
    String connection = "";
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("= ")) {
          connection = line.substring(2);
        } else if (line.startsWith("! ")) {
          fact(line.substring(2).split(" ", 2));
        } else if (line.startsWith("<") || line.startsWith(">")) {
          add(item(connection, line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, in the order of their numbers. */
  public static List<Capture> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".cap"))
          .sorted()
          .map(Capture::new)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one whose file begins with this number. */
  public static Capture number(int number) {
    String start = "%02d-".formatted(number);
    return all().stream().filter(each -> each.name.startsWith(start)).findFirst().orElseThrow();
  }

  private void fact(String[] words) {
    facts.computeIfAbsent(words[0], key -> new ArrayList<>()).add(words.length > 1 ? words[1] : "");
    if (words[0].equals("connection") && words[1].split(" ")[1].equals("udp")) {
      gnutella.add(words[1].split(" ")[0]);
    }
  }

  private void add(Item item) {
    if (item.kind == Kind.TEXT && item.text().startsWith("GNUTELLA CONNECT/")) {
      gnutella.add(item.connection);
    }
    items.add(item);
  }

  private static Item item(String connection, String line) {
    String data = line.substring(line.indexOf(' ') + 1);
    Kind kind =
        switch (line.charAt(1)) {
          case 'T' -> Kind.TEXT;
          case 'Z' -> Kind.DEFLATED;
          case 'I' -> Kind.INFLATED;
          default -> Kind.PLAIN;
        };
    byte[] bytes = kind == Kind.TEXT ? unquote(data) : HexFormat.of().parseHex(data);
    return new Item(connection, line.charAt(0) == '>', kind, bytes);
  }

  private static byte[] unquote(String quoted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        out.write(c);
        continue;
      }
      c = quoted.charAt(++i);
      switch (c) {
        case 'r' -> out.write('\r');
        case 'n' -> out.write('\n');
        case 'x' -> {
          out.write(HexFormat.fromHexDigits(quoted, i + 1, i + 3));
          i += 2;
        }
        default -> out.write(c);
      }
    }
    return out.toByteArray();
  }

  /** The name of the file, without its ending. */
  public String name() {
    return name;
  }

  /** What was sent, in its order. */
  public List<Item> items() {
    return items;
  }

  /** The values of the facts with this key. */
  public List<String> facts(String key) {
    return facts.getOrDefault(key, List.of());
  }

  /** All that is one whole Gnutella message, of both sides, in its order. */
  public List<Item> messages() {
    return items.stream()
        .filter(
            each ->
                each.kind == Kind.INFLATED
                    || each.kind == Kind.PLAIN && gnutella.contains(each.connection))
        .toList();
  }

  /** The bytes of one kind that one side sent on a connection, joined. */
  public byte[] joined(String connection, boolean ours, Kind kind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    items.stream()
        .filter(each -> each.connection.equals(connection) && each.ours == ours)
        .filter(each -> each.kind == kind)
        .forEach(each -> out.writeBytes(each.bytes));
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
