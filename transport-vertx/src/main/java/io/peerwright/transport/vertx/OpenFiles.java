package io.peerwright.transport.vertx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files, and so sockets, this process may have open. */
final class OpenFiles {

  /** What the system does not tell is no limit. */
  static final int UNKNOWN = Integer.MAX_VALUE;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String ROW = "Max open files";

  /** Classes, the files of downloads, the sockets that this side connects. */
  private static final int LEAST_SPARE = 64;

  private static final int SPARE_PARTS = 8;

  private OpenFiles() {}

  /** The limit as Linux tells it; the JVM has raised the soft one to the hard one. */
  static int limit() {
    try {
      return limit(Files.readString(LIMITS, StandardCharsets.ISO_8859_1));
    } catch (IOException | RuntimeException notLinux) {
      return UNKNOWN;
    }
  }

  /** The soft limit in what Linux tells about a process. */
  static int limit(String limits) {
    for (String line : limits.split("\n")) {
      if (line.startsWith(ROW)) {
        String soft = line.substring(ROW.length()).trim().split("\\s+")[0];
        return soft.equals("unlimited") ? UNKNOWN : (int) Math.min(UNKNOWN, Long.parseLong(soft));
      }
    }
    return UNKNOWN;
  }

  /** How many links there can be so that some files are left for all else. */
  static int links(int wanted, int limit) {
    int spare = Math.max(LEAST_SPARE, limit / SPARE_PARTS);
    return Math.max(1, Math.min(wanted, limit - spare));
  }
}
