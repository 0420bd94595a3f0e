package io.peerwright.kit.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a part file, kept in a small text file beside it.
 *
 * @param size of the whole content in bytes
 * @param identity of the content, one line
 * @param present what is in the part file and synced
 */
record PartState(long size, String identity, Ranges present) {

  private static final String FIRST_LINE = "peerwright-part 1";
  private static final int MAX_BYTES = 1 << 20;

  /** What the file says; null if there is none or it is damaged, so that nothing counts. */
  static @Nullable PartState load(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return null;
      }
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  static @Nullable PartState parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 5 || !lines.get(0).equals(FIRST_LINE)) {
      return null;
    }
    String body = text.substring(0, Math.max(0, text.indexOf("\ncheck ") + 1));
    if (!lines.get(4).equals("check " + checksum(body))) {
      return null;
    }
    try {
      long size = Long.parseLong(value(lines.get(1), "size "));
      String identity = value(lines.get(2), "content ");
      return new PartState(size, identity, Ranges.parse(value(lines.get(3), "have "), size));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("no " + key + "in: " + line);
    }
    return line.substring(key.length());
  }

  /** Replaces the file in one step. The bytes that it vouches for have been forced before. */
  void store(Path file) throws IOException {
    String body =
        FIRST_LINE + "\nsize " + size + "\ncontent " + identity + "\nhave " + present + "\n";
    byte[] bytes = (body + "check " + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFiles.replace(file, ByteBuffer.wrap(bytes));
  }

  /** Deletes it, and what a kill may have left of a newer one. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(DurableFiles.sibling(file, DurableFiles.FRESH));
    Files.deleteIfExists(file);
  }

  static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
