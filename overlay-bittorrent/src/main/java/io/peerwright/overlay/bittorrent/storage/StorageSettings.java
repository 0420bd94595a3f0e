package io.peerwright.overlay.bittorrent.storage;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How content is kept in files.
 *
 * @param state the folder of the peer's own notes: what is in the files, what torrents are made of
 * @param preallocate fills a file with zeros when its first piece comes, so that the disk cannot
 *     become full later; else files are sparse
 * @param seedOnly nothing of the content is ever written, renamed or created
 */
public record StorageSettings(Path state, boolean preallocate, boolean seedOnly) {

  private static final String NAME = "peerwright";

  /**
   * The folder for notes.
   *
   * @param configured null takes the one that the system's users expect (XDG Base Directory)
   * @param directory of the content: notes of a simulated host stay on its disk
   */
  public static Path stateFolder(@Nullable Path configured, Path directory) {
    FileSystem system = directory.getFileSystem();
    if (!system.equals(FileSystems.getDefault())) {
      String relative = configured == null ? ".local/state/" + NAME : configured.toString();
      return system.getPath(relative).toAbsolutePath();
    }
    return configured != null ? configured.toAbsolutePath() : base().resolve(NAME).toAbsolutePath();
  }

  private static Path base() {
    Optional<Path> told =
        Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .filter(Path::isAbsolute);
    return told.orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".local", "state"));
  }
}
