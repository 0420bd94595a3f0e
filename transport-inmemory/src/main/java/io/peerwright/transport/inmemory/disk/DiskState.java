package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What there is on a disk beside its files: the changes that were not forced, the files that are
 * open and those that are locked. Whoever changes the disk holds its monitor.
 */
final class DiskState {

  private final UnsyncedChanges changes;
  private final Set<FileChannel> open = new LinkedHashSet<>();
  private final Map<Object, FileChannel> locks = new HashMap<>();

  DiskState(UnsyncedChanges changes) {
    this.changes = changes;
  }

  /** Guarded by the monitor of this. */
  UnsyncedChanges changes() {
    return changes;
  }

  synchronized long begin() {
    return changes.begin();
  }

  synchronized long next() {
    return changes.next();
  }

  synchronized void end(long begun, long end) {
    changes.end(begun, end);
  }

  synchronized void crash(RandomGenerator chance) throws IOException {
    for (FileChannel channel : new ArrayList<>(open)) {
      channel.close();
    }
    changes.crash(chance);
  }

  synchronized void forceAll() throws IOException {
    changes.forceAll();
  }

  synchronized void opened(FileChannel channel) {
    open.add(channel);
  }

  synchronized void closed(FileChannel channel) {
    open.remove(channel);
    locks.values().remove(channel);
  }

  /** Locks a file for one channel. */
  synchronized void lock(Object file, FileChannel channel) {
    if (locks.putIfAbsent(file, channel) != null) {
      throw new OverlappingFileLockException();
    }
  }

  synchronized void unlock(FileChannel channel) {
    locks.values().remove(channel);
  }
}
