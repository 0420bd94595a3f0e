package io.peerwright.kit.share;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.files.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text file of a {@link DigestStore}: a line for each file, with a checksum. The last line of a
 * path counts; a line that is damaged or torn counts for nothing. All methods block.
 */
final class DigestFile {

  private static final String FIRST_LINE = "peerwright-digests 1";
  private static final long MAX_BYTES = 1L << 29;
  private static final int MAX_ENTRIES = 500_000;
  private static final int SPARE_LINES = 1_000;
  private static final String NONE = "-";

  /** What is known of one file; without its attributes and names decoded. */
  record Entry(String path, FileStamp stamp, String urns, String attributes) {

    Set<Urn> names() {
      return Arrays.stream(urns.split(",")).map(Urn::parse).collect(Collectors.toSet());
    }

    Map<String, String> decoded() {
      Map<String, String> found = new TreeMap<>();
      for (String pair : attributes.equals(NONE) ? new String[0] : attributes.split("&")) {
        int equals = pair.indexOf('=');
        found.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
      return found;
    }
  }

  private final Path file;

  DigestFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** An entry as it is kept; null for one that the file cannot express. */
  static @Nullable Entry entry(
      Path path, FileStamp stamp, Set<Urn> urns, Map<String, String> attributes) {
    String name = path.toString();
    // Bytes that are no text in the locale all look the same.
    if (name.indexOf('\uFFFD') >= 0 || !decode(encode(name)).equals(name) || urns.isEmpty()) {
      return null;
    }
    String pairs =
        attributes.entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    String names = urns.stream().map(Urn::toString).collect(Collectors.joining(","));
    return new Entry(name, stamp, names, pairs.isEmpty() ? NONE : pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static String line(Entry entry) {
    String fields =
        entry.stamp.sizeBytes()
            + " "
            + entry.stamp.modifiedMillis()
            + " "
            + encode(entry.path)
            + " "
            + entry.urns
            + " "
            + entry.attributes;
    return checksum(fields) + " " + fields + "\n";
  }

  /** What a line says; null if it is not one of ours. */
  static @Nullable Entry parse(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || !line.substring(0, space).equals(checksum(line.substring(space + 1)))) {
      return null;
    }
    String[] fields = line.substring(space + 1).split(" ", -1);
    if (fields.length != 5) {
      return null;
    }
    try {
      FileStamp stamp = new FileStamp(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
      Entry entry = new Entry(decode(fields[2]), stamp, fields[3], fields[4]);
      return entry.names().isEmpty() || entry.decoded().containsKey("") ? null : entry;
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      return null;
    }
  }

  private static String checksum(String fields) {
    CRC32 crc = new CRC32();
    crc.update(fields.getBytes(StandardCharsets.ISO_8859_1));
    return Long.toHexString(crc.getValue());
  }

  /** Reads all entries, by path, and writes the file anew if most of its lines are old. */
  Map<String, Entry> load() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.size(file) > MAX_BYTES ? new byte[0] : Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return new LinkedHashMap<>();
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    int lines = read(bytes, entries);
    if (lines < 0 || lines > 2 * entries.size() + SPARE_LINES) {
      tidy(entries.values());
    }
    return entries;
  }

  /** What was read counts, even if it cannot be written anew, as on a full disk. */
  private void tidy(Collection<Entry> entries) {
    try {
      rewrite(entries);
    } catch (IOException later) {
      // The old lines stay; the next start tries again.
    }
  }

  /** Returns the number of lines, -1 for another file than ours. */
  private static int read(byte[] bytes, Map<String, Entry> entries) {
    int lines = 0;
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != '\n') {
        continue;
      }
      String line = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
      from = at + 1;
      if (lines++ == 0) {
        if (!line.equals(FIRST_LINE)) {
          return -1;
        }
        continue;
      }
      Entry entry = parse(line);
      if (entry != null) {
        entries.remove(entry.path);
        entries.put(entry.path, entry);
        if (entries.size() > MAX_ENTRIES) {
          Iterator<String> oldest = entries.keySet().iterator();
          oldest.next();
          oldest.remove();
        }
      }
    }
    return lines == 0 ? -1 : lines;
  }

  private void rewrite(Collection<Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((FIRST_LINE + "\n").getBytes(StandardCharsets.ISO_8859_1));
    for (Entry each : entries) {
      bytes.write(line(each).getBytes(StandardCharsets.ISO_8859_1));
    }
    DurableFiles.replace(file, ByteBuffer.wrap(bytes.toByteArray()));
  }

  /** Adds entries, and returns when they are on the disk. */
  void append(Collection<Entry> entries) throws IOException {
    if (!Files.exists(file)) {
      DurableFiles.createFolders(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      rewrite(entries);
      return;
    }
    // What a kill has torn ends here.
    StringBuilder lines = new StringBuilder("\n");
    entries.forEach(each -> lines.append(line(each)));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }
}
