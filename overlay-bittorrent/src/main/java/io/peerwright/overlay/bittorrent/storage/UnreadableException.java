package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DiskErrors;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the content cannot be read, or not relied on; the others can, perhaps. */
public final class UnreadableException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int file;
  private final boolean changed;

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
    this.changed = false;
  }

  private UnreadableException(int file, String text) {
    super(text);
    this.file = file;
    this.changed = true;
  }

  /** A file was changed since its pieces were verified, or is gone. */
  static UnreadableException changed(int file, Path path) {
    String what = Files.exists(path) ? "was changed while it was shared" : "is gone";
    return new UnreadableException(file, path + " " + what);
  }

  /** True if all pieces of the file are in doubt. */
  public boolean isChanged() {
    return changed;
  }

  /** The index of the file in the torrent. */
  public int file() {
    return file;
  }
}
