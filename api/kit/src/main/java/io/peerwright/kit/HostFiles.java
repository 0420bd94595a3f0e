package io.peerwright.kit;

import io.peerwright.api.Host;
import java.nio.file.Path;

/** Where the files of a configuration are. */
public final class HostFiles {

  private HostFiles() {}

  /**
   * A path of the configuration: an absolute one is on the disk, also for a simulated host; a
   * relative one starts at {@link Host#directory()}.
   */
  public static Path locate(Host host, Path configured) {
    return configured.isAbsolute() ? configured : host.directory().resolve(configured.toString());
  }
}
