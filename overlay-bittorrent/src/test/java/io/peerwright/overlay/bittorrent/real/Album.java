package io.peerwright.overlay.bittorrent.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Three files in a folder of that name, 64 MiB in all, whose edges lie within pieces. */
final class Album {

  static final String NAME = "album";

  private static final Map<String, Integer> SIZES =
      new TreeMap<>(Map.of("a/long.bin", 40_000_000, "a/tiny.bin", 1, "rest.bin", 27_108_863));

  private Album() {}

  /** Writes them below a folder. */
  static Path write(Path folder) throws IOException {
    Random random = new Random(64);
    for (Map.Entry<String, Integer> each : SIZES.entrySet()) {
      byte[] content = new byte[each.getValue()];
      random.nextBytes(content);
      Path file = folder.resolve(NAME).resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
    return folder.resolve(NAME);
  }

  static void assertSame(Path one, Path other) throws IOException {
    for (String each : SIZES.keySet()) {
      String name = NAME + "/" + each;
      assertEquals(-1, Files.mismatch(one.resolve(name), other.resolve(name)), name);
    }
  }
}
