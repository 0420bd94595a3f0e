package io.peerwright.transport.inmemory;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The disks of the hosts, in memory. A disk outlives its host, until the simulation ends. */
final class Disks {

  private static final int BLOCK_BYTES = 4_096;

  private final long bytes;
  private final List<FileSystem> made = new ArrayList<>();

  Disks(long bytes) {
    this.bytes = bytes;
  }

  /** The working directory of a new disk. */
  synchronized Path create() {
    Configuration layout =
        Configuration.unix().toBuilder().setBlockSize(BLOCK_BYTES).setMaxSize(bytes).build();
    FileSystem disk = Jimfs.newFileSystem(layout);
    made.add(disk);
    try {
      return Files.createDirectories(disk.getPath("/home/peer"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void close() {
    for (FileSystem disk : made) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    made.clear();
  }
}
