package io.peerwright.kit;

import io.peerwright.api.Host;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the files of a configuration are. */
public final class HostFiles {

  private static final String NAME = "peerwright";

  private HostFiles() {}

  /**
   * The folder of what a peer keeps for itself: what is configured, else {@code peerwright} in
   * {@code XDG_STATE_HOME}, or in {@code ~/.local/state}.
   *
   * @param directory of the host: what a simulated one keeps stays on its disk
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

  /**
   * A path of the configuration: an absolute one is on the disk, also for a simulated host; a
   * relative one starts at {@link Host#directory()}.
   */
  public static Path locate(Host host, Path configured) {
    return configured.isAbsolute() ? configured : host.directory().resolve(configured.toString());
  }
}
