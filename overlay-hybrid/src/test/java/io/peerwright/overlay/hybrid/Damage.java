package io.peerwright.overlay.hybrid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What faults do to files. */
final class Damage {

  private Damage() {}

  /** Turns a bit around. */
  static void spoil(Path file) {
    byte[] bytes = read(file);
    bytes[bytes.length / 2] ^= 1;
    write(file, bytes);
  }

  /** Cuts the last byte off. */
  static void cut(Path file) {
    byte[] bytes = read(file);
    write(file, Arrays.copyOf(bytes, bytes.length - 1));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
