package io.peerwright.transport.inmemory.disk;

import com.google.common.jimfs.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The disks of the hosts, in memory. A disk outlives its host, until the simulation ends. */
public final class Disks {

  public static final int BLOCK_BYTES = 4_096;

  private static final String HOME = "/home/peer";

  private final Configuration layout;
  private final List<Disk> made = new ArrayList<>();

  public Disks(long bytes) {
    layout =
        Configuration.unix().toBuilder()
            .setBlockSize(BLOCK_BYTES)
            .setMaxSize(bytes)
            // Of blocks that were freed: a disk each, nearly all of which have little to keep.
            .setMaxCacheSize(0)
            .setWorkingDirectory(HOME)
            .build();
  }

  /**
   * The working directory of a new disk.
   *
   * @param clock by which its files are dated, in milliseconds
   */
  public synchronized Path create(LongSupplier clock) {
    Disk disk = new Disk(layout, clock);
    made.add(disk);
    return disk.getPath(HOME);
  }

  public synchronized void close() {
    for (Disk disk : made) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    made.clear();
  }
}
