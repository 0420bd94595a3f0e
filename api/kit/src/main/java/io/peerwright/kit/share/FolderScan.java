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

  /** Decides which files are read; on the loop. */
  @FunctionalInterface
  public interface Choice {

    /** All of them. */
    Choice ALL = (path, name, stamp) -> true;

    /** True if the file is to be read and told. */
    boolean isWanted(Path path, String name, FileStamp stamp);
  }

  /**
   * What to look for.
   *
   * @param hidden whether files and folders are taken whose names start with a dot or that the
   *     system calls hidden
   * @param kinds the names that each file gets
   * @param filter which files are left out by their names
   */
  public record Options(boolean hidden, List<ContentDigest.Kind> kinds, NameFilter filter) {

    /** No hidden files, else all of them; SHA-1 and Napster's MD5. */
    public static final Options DEFAULT =
        new Options(false, List.of(Digests.SHA1, Digests.NAPSTER_MD5), NameFilter.NONE);

    /** Copies the list. */
    public Options {
      kinds = List.copyOf(kinds);
    }

    /** These options with another filter. */
    public Options withFilter(NameFilter other) {
      return new Options(hidden, kinds, other);
    }
  }

  /** So many files that need not be read are told in one turn of the loop. */
  private static final int TOLD_AT_ONCE = 256;

  private final Loop loop;
  private final Options options;
  private final Choice choice;
  private final @Nullable DigestStore store;
  private final Listener listener;
  private final ArrayDeque<FolderLister.Folder> folders = new ArrayDeque<>();
  private final ArrayDeque<FolderLister.Found> files = new ArrayDeque<>();

  /** Files whose content is known, and which are not told yet. */
  private final ArrayDeque<SharedItem> remembered = new ArrayDeque<>();

  private final Set<Path> entered = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private long filesDone;
  private long filesTotal;
  private long bytesDone;
  private long bytesTotal;
  private boolean cancelled;

  private FolderScan(
      Loop loop, Options options, Choice choice, @Nullable DigestStore store, Listener listener) {
    this.loop = loop;
    this.options = options;
    this.choice = choice;
    this.store = store;
    this.listener = listener;
  }

  /**
   * Starts a scan of all files.
   *
   * @param roots folders, or single files
   */
  public static FolderScan start(Loop loop, List<Path> roots, Options options, Listener listener) {
    return start(loop, roots, options, Choice.ALL, null, listener);
  }

  /**
   * Starts a scan of chosen files only. They, as far as they have to be read, are what its progress
   * counts.
   *
   * @param store knows what need not be read, and keeps what was; null for none
   */
  public static FolderScan start(
      Loop loop,
      List<Path> roots,
      Options options,
      Choice choice,
      @Nullable DigestStore store,
      Listener listener) {
    FolderScan scan = new FolderScan(loop, options, choice, store, listener);
    roots.forEach(root -> scan.folders.add(new FolderLister.Folder(root, "")));
    loop.execute(store == null ? scan::next : () -> store.load(scan::next));
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
    if (!remembered.isEmpty()) {
      tellRemembered();
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
      finish();
    } else {
      slice(new FileNaming(file, options.kinds(), loop.wallMillis()));
    }
  }

  /** Some at a time, so that others have their turns meanwhile. */
  private void tellRemembered() {
    for (int i = 0; i < TOLD_AT_ONCE && !remembered.isEmpty() && !cancelled; i++) {
      listener.onItem(remembered.remove());
    }
    loop.execute(this::next);
  }

  private void finish() {
    if (store != null) {
      store.flush();
      tellFailure(store);
    }
    listener.onDone(progress());
  }

  private void tellFailure(DigestStore used) {
    String failure = used.takeFailure();
    if (!failure.isEmpty()) {
      listener.onSkipped(used.path(), failure);
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
    String pattern = options.filter().excludes(found.name());
    if (!pattern.isEmpty()) {
      listener.onSkipped(found.path(), "is left out by \"" + pattern + "\"");
      return;
    }
    String name = SafeNames.distinct(unlessTaken(found), names::contains);
    names.add(SafeNames.folded(name));
    if (!choice.isWanted(found.path(), name, found.stamp())) {
      return;
    }
    FolderLister.Found named = found.named(name);
    SharedItem known = store == null ? null : store.take(named, options.kinds());
    if (known != null) {
      remembered.add(known);
      return;
    }
    files.add(named);
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
      SharedItem item = file.item();
      if (store != null) {
        store.put(item, file.stamp(), file.startedMillis());
      }
      listener.onItem(item);
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
