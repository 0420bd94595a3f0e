package io.peerwright.kit.share;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.overlay.SharedItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is told of shared folders true: scans them, and again and again. A later scan lists
 * the folders and compares path, size and time of the last change; only what is new or changed is
 * read. A file that is gone or changed is told at once; a new or changed one when two scans in a
 * row have found it the same, so that one that is still being written is left alone. What comes
 * back as it was, such as a drive that was unplugged, is not read again.
 *
 * <p>Works by looking, not by asking the system for events, so it is the same on every file system
 * and repeats in simulation. Used on the loop only.
 */
public final class FolderWatch implements Handle {

  /** So many files that are gone are remembered. */
  private static final int MAX_REMEMBERED = 100_000;

  /** A file as it was when its content was named. */
  private record Known(Path path, FileStamp stamp, SharedItem item) {

    boolean is(Path otherPath, FileStamp otherStamp) {
      return path.equals(otherPath) && stamp.equals(otherStamp);
    }
  }

  private final Loop loop;
  private final List<Path> roots;
  private final FolderScan.Options options;
  private final long everyNanos;
  private final @Nullable DigestStore store;
  private final FolderScan.Listener listener;

  /** What was told and still holds, by name. */
  private final Map<String, Known> known = new LinkedHashMap<>();

  /** What is gone, by name. */
  private final Map<String, Known> gone = new LinkedHashMap<>();

  /** New or changed at the last look, and not read yet. */
  private final Map<String, FileStamp> unsettled = new LinkedHashMap<>();

  private final Map<String, FileStamp> reading = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private @Nullable FolderScan scan;
  private boolean first = true;
  private boolean closed;

  private FolderWatch(
      Loop loop,
      List<Path> roots,
      FolderScan.Options options,
      Duration every,
      @Nullable DigestStore store,
      FolderScan.Listener listener) {
    this.loop = loop;
    this.roots = List.copyOf(roots);
    this.options = options;
    this.everyNanos = every.toNanos();
    this.store = store;
    this.listener = listener;
  }

  /**
   * Starts with a first scan.
   *
   * @param roots folders, or single files
   * @param every the pause between two scans; zero scans once only
   * @param store knows what need not be read, and keeps what was; null for none
   * @param listener hears of the progress and the end of the first scan; of items and what is left
   *     out in all, of the latter once for each reason
   */
  public static FolderWatch start(
      Loop loop,
      List<Path> roots,
      FolderScan.Options options,
      Duration every,
      @Nullable DigestStore store,
      FolderScan.Listener listener) {
    FolderWatch watch = new FolderWatch(loop, roots, options, every, store, listener);
    watch.look();
    return watch;
  }

  /** Ends it; nothing is told any more. */
  @Override
  public void close() {
    closed = true;
    if (scan != null) {
      scan.close();
    }
  }

  private void look() {
    if (!closed) {
      seen.clear();
      scan = FolderScan.start(loop, roots, options, this::isWanted, store, new Look());
    }
  }

  private boolean isWanted(Path path, String name, FileStamp stamp) {
    seen.add(name);
    Known before = known.get(name);
    if (before != null && before.is(path, stamp)) {
      unsettled.remove(name);
      return false;
    }
    if (before != null) {
      forget(name, before);
    }
    Known returned = gone.get(name);
    if (returned != null && returned.is(path, stamp)) {
      gone.remove(name);
      known.put(name, returned);
      listener.onItem(returned.item);
      return false;
    }
    if (!first && !stamp.equals(unsettled.put(name, stamp))) {
      return false;
    }
    reading.put(name, stamp);
    return true;
  }

  private void forget(String name, Known before) {
    known.remove(name);
    gone.put(name, before);
    if (gone.size() > MAX_REMEMBERED) {
      Iterator<String> oldest = gone.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    listener.onGone(before.item);
  }

  private void onLooked() {
    for (Map.Entry<String, Known> entry : List.copyOf(known.entrySet())) {
      if (!seen.contains(entry.getKey())) {
        forget(entry.getKey(), entry.getValue());
      }
    }
    unsettled.keySet().retainAll(seen);
    reading.clear();
    if (everyNanos > 0) {
      loop.schedule(everyNanos, this::look);
    }
  }

  /** One scan. */
  private final class Look implements FolderScan.Listener {

    @Override
    public void onItem(SharedItem item) {
      FileStamp stamp = reading.remove(item.name());
      if (stamp != null) {
        unsettled.remove(item.name());
        known.put(item.name(), new Known(item.file(), stamp, item));
      }
      listener.onItem(item);
    }

    @Override
    public void onSkipped(Path path, String why) {
      if (told.add(path + " " + why)) {
        listener.onSkipped(path, why);
      }
    }

    @Override
    public void onProgress(FolderScan.Progress progress) {
      if (first) {
        listener.onProgress(progress);
      }
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      if (first) {
        first = false;
        listener.onDone(total);
      }
      onLooked();
    }
  }
}
