package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DiskErrors;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file of the content cannot be read; the others can, perhaps. */
public final class UnreadableException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int file;

  /**
   * The failure of one file.
   *
   * @param file its index in the torrent
   * @param path where it is
   * @param cause what the system says
   */
  public UnreadableException(int file, Path path, IOException cause) {
    super(
        (cause instanceof FileSystemException ? "" : path + ": ") + DiskErrors.describe(cause),
        cause);
    this.file = file;
  }

  /** The index of the file in the torrent. */
  public int file() {
    return file;
  }
}
