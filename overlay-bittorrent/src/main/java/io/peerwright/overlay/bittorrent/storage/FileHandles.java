package io.peerwright.overlay.bittorrent.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open files of one torrent: few, however many files it has. What was written to a file is on
 * the disk before it is closed to make room for another. May be used by several threads.
 */
final class FileHandles {

  /** A torrent may have more files than the system lets a process open. */
  private static final int MAX_OPEN = 64;

  /**
   * An open file; used between {@link #openToRead} or {@link #openToWrite} and {@link #release}.
   */
  static final class Handle {
    final FileChannel channel;
    private final boolean writable;
    private int users;
    private boolean dropped;

    /** Written to since it was forced the last time. */
    private boolean dirty;

    Handle(FileChannel channel, boolean writable) {
      this.channel = channel;
      this.writable = writable;
    }
  }

  private final Map<Path, Handle> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** Opens a file to read; null if it is not there. */
  synchronized @Nullable Handle openToRead(Path path) throws IOException {
    Handle handle = open.get(path);
    if (handle == null) {
      try {
        handle = add(path, FileChannel.open(path, StandardOpenOption.READ), false);
      } catch (FileNotFoundException | NoSuchFileException gone) {
        return null;
      }
    }
    handle.users++;
    return handle;
  }

  /** Opens a file of our own to write. */
  synchronized Handle openToWrite(Path path) throws IOException {
    Handle handle = open.get(path);
    if (handle != null && !handle.writable) {
      drop(path);
      handle = null;
    }
    if (handle == null) {
      handle =
          add(
              path,
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE),
              true);
    }
    handle.users++;
    return handle;
  }

  private Handle add(Path path, FileChannel channel, boolean writable) throws IOException {
    if (closed) {
      channel.close();
      throw new IOException("the torrent has been closed");
    }
    Handle handle = new Handle(channel, writable);
    open.put(path, handle);
    Iterator<Map.Entry<Path, Handle>> oldest = open.entrySet().iterator();
    while (open.size() > MAX_OPEN && oldest.hasNext()) {
      Handle old = oldest.next().getValue();
      if (old.users == 0 && old != handle) {
        // Nobody would force it later.
        force(old);
        oldest.remove();
        old.channel.close();
      }
    }
    return handle;
  }

  synchronized void release(Handle handle) throws IOException {
    handle.users--;
    handle.dirty |= handle.writable;
    if (handle.dropped && handle.users == 0) {
      handle.channel.close();
    }
  }

  /** Closes a file that is opened anew when it is wanted; who forces it is who drops it. */
  synchronized void drop(Path path) throws IOException {
    Handle handle = open.remove(path);
    if (handle != null) {
      handle.dropped = true;
      if (handle.users == 0) {
        handle.channel.close();
      }
    }
  }

  private static void force(Handle handle) throws IOException {
    if (handle.dirty) {
      handle.dirty = false;
      try {
        handle.channel.force(true);
      } catch (IOException e) {
        handle.dirty = true;
        throw e;
      }
    }
  }

  /** Brings to disk what was written to the files that are open. */
  void force() throws IOException {
    List<Handle> all;
    synchronized (this) {
      all = new ArrayList<>(open.values());
      all.forEach(handle -> handle.users++);
    }
    try {
      for (Handle handle : all) {
        force(handle);
      }
    } finally {
      synchronized (this) {
        for (Handle handle : all) {
          handle.users--;
          if (handle.dropped && handle.users == 0) {
            handle.channel.close();
          }
        }
      }
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    for (Path path : List.copyOf(open.keySet())) {
      drop(path);
    }
  }
}
