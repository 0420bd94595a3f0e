package io.peerwright.runtime;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.share.DigestStore;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.kit.share.FolderWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Hashes the files of folders and shares each in every overlay that can, as soon as it is hashed;
 * looks again later, and withdraws what is gone or changed.
 */
final class FolderSharing implements FolderScan.Listener {

  /** Where in the state folder it is kept what was hashed. */
  private static final String NOTES = "shared-files";

  private final List<Sharing> overlays;
  private final FolderScan.Listener watcher;

  /** Calls the watcher, which is the application's: what it throws must not end the scan. */
  private final Consumer<Runnable> calls;

  private final CompletableFuture<Integer> shared = new CompletableFuture<>();
  private final DigestStore store;
  private final FolderWatch watch;
  private final Map<String, List<Handle>> handles = new LinkedHashMap<>();

  /** Starts at once. For the loop, like all methods. */
  FolderSharing(
      Host host,
      List<Overlay> overlays,
      List<Path> folders,
      FolderScan.Options options,
      Duration every,
      FolderScan.Listener watcher) {
    this.overlays =
        overlays.stream().flatMap(overlay -> overlay.as(Sharing.class).stream()).toList();
    this.watcher = watcher;
    this.calls = AppCallbacks.one(host.loop(), Runnable::run);
    Path notes = HostFiles.stateFolder(null, host.directory()).resolve(NOTES);
    this.store = new DigestStore(host.loop(), notes);
    this.watch = FolderWatch.start(host.loop(), folders, options, every, store, this);
  }

  /** Completes with the number of files when all of them can be found. */
  CompletableFuture<Integer> shared() {
    return shared;
  }

  /** They look no more; calls back when all that they have hashed is on the disk. */
  static void closeAll(List<FolderSharing> sharings, Runnable then) {
    if (sharings.isEmpty()) {
      then.run();
      return;
    }
    FolderSharing first = sharings.get(0);
    first.watch.close();
    first.store.close(() -> closeAll(sharings.subList(1, sharings.size()), then));
  }

  @Override
  public void onItem(SharedItem item) {
    List<Handle> shares = new ArrayList<>();
    try {
      overlays.forEach(overlay -> shares.add(overlay.share(item)));
    } catch (IllegalArgumentException e) {
      shares.forEach(Handle::close);
      onSkipped(item.file(), String.valueOf(e.getMessage()));
      return;
    }
    handles.put(item.name(), shares);
    calls.accept(() -> watcher.onItem(item));
  }

  @Override
  public void onGone(SharedItem item) {
    List<Handle> shares = handles.remove(item.name());
    if (shares != null) {
      shares.forEach(Handle::close);
      calls.accept(() -> watcher.onGone(item));
    }
  }

  @Override
  public void onSkipped(Path path, String why) {
    calls.accept(() -> watcher.onSkipped(path, why));
  }

  @Override
  public void onProgress(FolderScan.Progress progress) {
    calls.accept(() -> watcher.onProgress(progress));
  }

  @Override
  public void onDone(FolderScan.Progress total) {
    calls.accept(() -> watcher.onDone(total));
    CompletionStage<Void> published = CompletableFuture.completedStage(null);
    for (Sharing overlay : overlays) {
      published = published.thenCombine(overlay.published(), (one, other) -> one);
    }
    published.thenRun(() -> shared.complete(handles.size()));
  }
}
