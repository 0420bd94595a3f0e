package io.peerwright.tck.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inputs that are kept in the tree. In the folder of a target {@value #FILE} has one in each line,
 * as ASCII with {@code \NN} in hexadecimal for all other bytes; any other file is one input.
 */
final class Corpus {

  static final String FILE = "corpus.txt";

  private static final int MOST_BYTES = 4096;

  private Corpus() {}

  /** All inputs of a folder, in the order of its files. */
  static List<byte[]> read(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    for (Path file : files(folder)) {
      if (file.getFileName().toString().equals(FILE)) {
        Files.readAllLines(file, StandardCharsets.US_ASCII)
            .forEach(line -> inputs.add(input(line)));
      } else {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Writes the inputs of a folder as lines, the shortest first, as many as fit into 4 KiB. */
  static void write(Path file, Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    List<byte[]> inputs = new ArrayList<>();
    for (Path each : files(folder)) {
      inputs.add(Files.readAllBytes(each));
    }
    inputs.sort(Comparator.<byte[]>comparingInt(each -> each.length).thenComparing(Corpus::line));
    for (byte[] input : inputs) {
      String line = line(input);
      if (lines.length() + line.length() < MOST_BYTES) {
        lines.append(line).append('\n');
      }
    }
    Files.writeString(file, lines, StandardCharsets.US_ASCII);
  }

  /** Reads a line. */
  static byte[] input(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(line.length());
    for (int at = 0; at < line.length(); at++) {
      if (line.charAt(at) == '\\') {
        out.write(Integer.parseInt(line, at + 1, at + 3, 16));
        at += 2;
      } else {
        out.write(line.charAt(at));
      }
    }
    return out.toByteArray();
  }

  /** Writes a line. */
  static String line(byte[] input) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < input.length; at++) {
      byte each = input[at];
      // A space at the end of a line is lost in editors.
      boolean last = at == input.length - 1;
      if (each >= (last ? '!' : ' ') && each < 0x7f && each != '\\') {
        line.append((char) each);
      } else {
        line.append(String.format("\\%02x", each));
      }
    }
    return line.toString();
  }
}
