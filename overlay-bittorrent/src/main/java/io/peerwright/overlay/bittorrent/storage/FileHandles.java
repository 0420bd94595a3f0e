package io.peerwright.overlay.bittorrent.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open files of one torrent: few, however many files it has. May be used by several threads.
 */
final class FileHandles {

  /** A torrent may have more files than the system lets a process open. */
  private static final int MAX_OPEN = 64;

  /** An open file; used between {@link #open} and {@link #release}. */
  static final class Handle {
    final FileChannel channel;
    private final boolean writable;
    private int users;
    private boolean dropped;

    Handle(FileChannel channel, boolean writable) {
      this.channel = channel;
      this.writable = writable;
    }
  }

  private final Map<Integer, Handle> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Layout layout;
  private boolean closed;

  FileHandles(Layout layout) {
    this.layout = layout;
  }

  /** Opens a file to read; null if it is neither there nor in part. */
  synchronized @Nullable Handle openToRead(int file) throws IOException {
    Handle handle = open.get(file);
    if (handle == null) {
      Path path = existing(file);
      if (path == null) {
        return null;
      }
      try {
        handle = add(file, FileChannel.open(path, StandardOpenOption.READ), false);
      } catch (FileNotFoundException | NoSuchFileException gone) {
        return null;
      }
    }
    handle.users++;
    return handle;
  }

  /** Opens a file to write; makes the part and its folder if there is nothing yet. */
  synchronized Handle openToWrite(int file) throws IOException {
    Handle handle = open.get(file);
    if (handle != null && !handle.writable) {
      drop(file, handle);
      handle = null;
    }
    if (handle == null) {
      Path path = existing(file);
      if (path == null) {
        path = layout.part(file, 1);
        Files.createDirectories(path.getParent());
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      handle = add(file, channel, true);
    }
    handle.users++;
    return handle;
  }

  private Handle add(int file, FileChannel channel, boolean writable) throws IOException {
    if (closed) {
      channel.close();
      throw new IOException("the torrent has been closed");
    }
    Handle handle = new Handle(channel, writable);
    open.put(file, handle);
    Iterator<Map.Entry<Integer, Handle>> oldest = open.entrySet().iterator();
    while (open.size() > MAX_OPEN && oldest.hasNext()) {
      Handle old = oldest.next().getValue();
      if (old.users == 0 && old != handle) {
        oldest.remove();
        old.channel.close();
      }
    }
    return handle;
  }

  /** The file as it is there: under its final name, or in part. */
  @Nullable Path existing(int file) {
    Path whole = layout.path(file);
    if (Files.isRegularFile(whole)) {
      return whole;
    }
    Path part = layout.part(file, 1);
    return Files.isRegularFile(part) ? part : null;
  }

  synchronized void release(Handle handle) throws IOException {
    handle.users--;
    if (handle.dropped && handle.users == 0) {
      handle.channel.close();
    }
  }

  private void drop(int file, Handle handle) throws IOException {
    open.remove(file);
    handle.dropped = true;
    if (handle.users == 0) {
      handle.channel.close();
    }
  }

  /** Moves a file to another name, unless something is there. */
  synchronized void rename(int file, Path from, Path to) throws IOException {
    Handle handle = open.get(file);
    if (handle != null) {
      drop(file, handle);
    }
    if (Files.exists(to)) {
      throw new IOException(to + " is in the way of " + from + "; move it and resume");
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
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
        if (handle.writable) {
          handle.channel.force(false);
        }
      }
    } finally {
      for (Handle handle : all) {
        release(handle);
      }
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    for (Map.Entry<Integer, Handle> entry : List.copyOf(open.entrySet())) {
      drop(entry.getKey(), entry.getValue());
    }
  }
}
