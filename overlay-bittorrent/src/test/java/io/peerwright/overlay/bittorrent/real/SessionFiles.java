package io.peerwright.overlay.bittorrent.real;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in {@code /tmp}, whatever the environment says, that transmission locks while it runs
 * and leaves there if it is killed.
 */
public final class SessionFiles {

  private static final String NAME = "tr_session_id_";

  private SessionFiles() {}

  /** Those that a process holds open; to be deleted when it is gone. */
  public static List<Path> of(Process process) {
    Path open = Path.of("/proc", Long.toString(process.pid()), "fd");
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(open)) {
      for (Path each : all) {
        Path file = Files.readSymbolicLink(each);
        if (file.getFileName() != null && file.getFileName().toString().startsWith(NAME)) {
          found.add(file);
        }
      }
    } catch (IOException ended) {
      return found;
    }
    return found;
  }

  /** Deletes them. */
  public static void delete(List<Path> files) {
    files.forEach(file -> file.toFile().delete());
  }
}
