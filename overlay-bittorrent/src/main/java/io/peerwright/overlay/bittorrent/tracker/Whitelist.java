package io.peerwright.overlay.bittorrent.tracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The info-hashes that a tracker serves. */
final class Whitelist {

  private static final long MAX_FILE_BYTES = 1L << 30;

  private Whitelist() {}

  /** The info-hashes that are listed; null if none is, for then all are served. */
  static @Nullable Set<Id20> of(List<String> hashes) {
    if (hashes.isEmpty()) {
      return null;
    }
    Set<Id20> all = new HashSet<>();
    hashes.forEach(hash -> all.add(Id20.parse(hash)));
    return all;
  }

  /**
   * As {@link #of}, with those of a file. Blocking.
   *
   * @throws IOException that says which line is wrong
   */
  static Set<Id20> read(List<String> hashes, Path file) throws IOException {
    Set<Id20> all = new HashSet<>();
    hashes.forEach(hash -> all.add(Id20.parse(hash)));
    addFile(file, all);
    return all;
  }

  private static void addFile(Path file, Set<Id20> all) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("whitelistFile: there is no file " + file);
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("whitelistFile: " + file + " is longer than 1 GiB");
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String hash = line.strip();
      if (!hash.isEmpty() && !hash.startsWith("#")) {
        try {
          all.add(Id20.parse(hash));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "whitelistFile: " + file + ", line " + number + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
