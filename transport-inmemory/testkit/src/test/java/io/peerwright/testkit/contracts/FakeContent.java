package io.peerwright.testkit.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Content of a swarm: lines of text that begin with its name, name its files with their sizes, and
 * end with the hashes of its parts.
 *
 * @param hash of the description
 * @param folder true if the name is that of a folder
 */
record FakeContent(
    String hash, String name, boolean folder, List<Entry> files, List<String> parts, byte[] bytes) {

  static final int PART = 1 << 14;

  private static final String FIRST = "fake ";

  /** One file. */
  record Entry(String name, long offset, int size) {}

  /** Describes what is on the disk. */
  static ByteBuffer describe(Path root) throws IOException {
    StringBuilder text = new StringBuilder(FIRST + root.getFileName() + "\n");
    byte[] all = {};
    for (Path file : files(root)) {
      byte[] content = Files.readAllBytes(file);
      text.append(root.relativize(file)).append(' ').append(content.length).append('\n');
      int before = all.length;
      all = Arrays.copyOf(all, before + content.length);
      System.arraycopy(content, 0, all, before, content.length);
    }
    text.append('\n');
    for (int at = 0; at < all.length; at += PART) {
      text.append(sha1(Arrays.copyOfRange(all, at, Math.min(all.length, at + PART)))).append('\n');
    }
    return ByteBuffer.wrap(text.toString().getBytes(UTF_8));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static FakeContent parse(byte[] bytes) {
    List<String> lines = new String(bytes, UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(FIRST)) {
      throw new IllegalArgumentException("not a description");
    }
    List<Entry> files = new ArrayList<>();
    long offset = 0;
    int at = 1;
    for (; !lines.get(at).isEmpty(); at++) {
      int space = lines.get(at).lastIndexOf(' ');
      int size = Integer.parseInt(lines.get(at).substring(space + 1));
      files.add(new Entry(lines.get(at).substring(0, space), offset, size));
      offset += size;
    }
    boolean folder = !files.get(0).name().isEmpty();
    String name = lines.get(0).substring(FIRST.length());
    return new FakeContent(
        sha1(bytes), name, folder, files, lines.subList(at + 1, lines.size()), bytes);
  }

  int size() {
    Entry last = files.get(files.size() - 1);
    return (int) last.offset() + last.size();
  }

  int sizeOfPart(int part) {
    return Math.min(PART, size() - part * PART);
  }

  /** Where a file is below a directory. */
  Path place(Path directory, Entry file) {
    Path root = directory.resolve(name);
    return folder ? root.resolve(file.name()) : root;
  }

  static int firstPart(Entry file) {
    return (int) (file.offset() / PART);
  }

  static int lastPart(Entry file) {
    return (int) ((file.offset() + file.size() - 1) / PART);
  }
}
