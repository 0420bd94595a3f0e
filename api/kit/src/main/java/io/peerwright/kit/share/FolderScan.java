package io.peerwright.kit.share;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import io.peerwright.kit.files.SafeNames;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of folders and names their content, away from the loop and in slices, so that it
 * can be watched and cancelled and no pool thread is held for long.
 *
 * <p>Links are followed, each folder is entered once. What cannot be read, what is empty and what
 * belongs to a download under way is skipped. The order is that of the names, the same everywhere.
 * Used on the loop only.
 */
public final class FolderScan implements Handle {

  private static final long MODELLED_NANOS = 300_000;
  private static final long MODELLED_NANOS_PER_BYTE = 3;

  /** How far it got. The totals are known when the first file has been named. */
  public record Progress(long filesDone, long filesTotal, long bytesDone, long bytesTotal) {}

  /** Hears of what is found; on the loop. */
  public interface Listener {

    /** Does not care. */
    Listener NONE = item -> {};

    /** A file to share, named by its path below its folder. */
    void onItem(SharedItem item);

    /** A file or folder was left out. */
    default void onSkipped(Path path, String why) {}

    /** It got further. */
    default void onProgress(Progress progress) {}

    /** Everything has been seen. Once, and last of a single scan; not after a cancel. */
    default void onDone(Progress total) {}

    /**
     * A file that was told of is gone, or is not what it was any more. Only by a watch, {@link
     * io.peerwright.kit.share.FolderWatch}.
     */
    default void onGone(SharedItem item) {}
  }

  /**
   * By what a file is known again without being read.
   *
   * @param modifiedMillis the time of the last change, in milliseconds since 1970
   */
  public record Stamp(long sizeBytes, long modifiedMillis) {}

  /** Decides which files are read; on the loop. */
  @FunctionalInterface
  public interface Choice {

    /** All of them. */
    Choice ALL = (path, name, stamp) -> true;

    /** True if the file is to be read and told. */
    boolean isWanted(Path path, String name, Stamp stamp);
  }

  /**
   * What to look for.
   *
   * @param hidden whether files and folders are taken whose names start with a dot or that the
   *     system calls hidden
   * @param kinds the names that each file gets
   */
  public record Options(boolean hidden, List<ContentDigest.Kind> kinds) {

    /** No hidden files, SHA-1 and Napster's MD5. */
    public static final Options DEFAULT =
        new Options(false, List.of(Digests.SHA1, Digests.NAPSTER_MD5));

    /** Copies the list. */
    public Options {
      kinds = List.copyOf(kinds);
    }
  }

  private final Loop loop;
  private final Options options;
  private final Choice choice;
  private final Listener listener;
  private final ArrayDeque<FolderLister.Folder> folders = new ArrayDeque<>();
  private final ArrayDeque<FolderLister.Found> files = new ArrayDeque<>();
  private final Set<Path> entered = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private long filesDone;
  private long filesTotal;
  private long bytesDone;
  private long bytesTotal;
  private boolean cancelled;

  private FolderScan(Loop loop, Options options, Choice choice, Listener listener) {
    this.loop = loop;
    this.options = options;
    this.choice = choice;
    this.listener = listener;
  }

  /**
   * Starts a scan of all files.
   *
   * @param roots folders, or single files
   */
  public static FolderScan start(Loop loop, List<Path> roots, Options options, Listener listener) {
    return start(loop, roots, options, Choice.ALL, listener);
  }

  /** Starts a scan that reads chosen files only; the others do not count in its progress. */
  public static FolderScan start(
      Loop loop, List<Path> roots, Options options, Choice choice, Listener listener) {
    FolderScan scan = new FolderScan(loop, options, choice, listener);
    roots.forEach(root -> scan.folders.add(new FolderLister.Folder(root, "")));
    loop.execute(scan::next);
    return scan;
  }

  /** Cancels it. */
  @Override
  public void close() {
    cancelled = true;
  }

  private void next() {
    if (cancelled) {
      return;
    }
    FolderLister.Folder folder = folders.poll();
    if (folder != null) {
      loop.offload(
          () -> FolderLister.list(folder, options.hidden()),
          MODELLED_NANOS,
          (listing, failure) -> onListed(folder, listing, failure));
      return;
    }
    FolderLister.Found file = files.poll();
    if (file == null) {
      listener.onDone(progress());
    } else {
      slice(new FileNaming(file, options.kinds()));
    }
  }

  private void onListed(
      FolderLister.Folder folder,
      FolderLister.@Nullable Listing listing,
      @Nullable Throwable failure) {
    if (cancelled) {
      return;
    }
    if (listing == null) {
      // A file system may throw what its interface does not tell.
      listener.onSkipped(folder.path(), "cannot be listed: " + failure);
    } else if (listing.realPath() == null || entered.add(listing.realPath())) {
      // Depth first: what lies in a folder comes before its next sibling.
      for (int i = listing.folders().size() - 1; i >= 0; i--) {
        folders.addFirst(listing.folders().get(i));
      }
      listing.files().forEach(this::addFile);
      listing.skipped().forEach(skip -> listener.onSkipped(skip.path(), skip.why()));
    }
    next();
  }

  private void addFile(FolderLister.Found found) {
    String name = SafeNames.distinct(unlessTaken(found), names::contains);
    names.add(SafeNames.folded(name));
    if (!choice.isWanted(found.path(), name, found.stamp())) {
      return;
    }
    files.add(found.named(name));
    filesTotal++;
    bytesTotal += found.size();
  }

  /** Files of one name that are shared by themselves are told apart by their folders. */
  private String unlessTaken(FolderLister.Found found) {
    String name = found.name();
    if (name.indexOf('/') >= 0 || !names.contains(SafeNames.folded(name))) {
      return name;
    }
    Path folder = found.path().toAbsolutePath().normalize().getParent();
    return folder == null || folder.getFileName() == null
        ? name
        : folder.getFileName() + "/" + name;
  }

  private void slice(FileNaming file) {
    loop.offload(
        file::slice,
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * Math.min(FileNaming.SLICE, file.size()),
        (done, failure) -> onSlice(file, done, failure));
  }

  private void onSlice(FileNaming file, @Nullable Boolean done, @Nullable Throwable failure) {
    if (cancelled) {
      loop.offload(file::close, MODELLED_NANOS, (closed, ignored) -> {});
      return;
    }
    if (failure == null && Boolean.FALSE.equals(done)) {
      listener.onProgress(progressWithin(file));
      slice(file);
      return;
    }
    filesDone++;
    bytesDone += file.size();
    if (failure != null) {
      listener.onSkipped(file.path(), String.valueOf(failure.getMessage()));
    } else {
      listener.onItem(file.item());
    }
    listener.onProgress(progress());
    next();
  }

  private Progress progress() {
    return new Progress(filesDone, filesTotal, bytesDone, bytesTotal);
  }

  private Progress progressWithin(FileNaming file) {
    return new Progress(filesDone, filesTotal, bytesDone + file.bytesDone(), bytesTotal);
  }
}
