package io.peerwright.runtime;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
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
  private final Map<String, List<Handle>> handles = new LinkedHashMap<>();

  private FolderSharing(Loop loop, List<Sharing> overlays, FolderScan.Listener watcher) {
    this.overlays = overlays;
    this.watcher = watcher;
    this.calls = AppCallbacks.one(loop, Runnable::run);
  }

  /** For the loop. */
  static CompletableFuture<Integer> start(
      Host host,
      List<Overlay> overlays,
      List<Path> folders,
      FolderScan.Options options,
      Duration every,
      FolderScan.Listener watcher) {
    List<Sharing> able =
        overlays.stream().flatMap(overlay -> overlay.as(Sharing.class).stream()).toList();
    FolderSharing sharing = new FolderSharing(host.loop(), able, watcher);
    Path notes = HostFiles.stateFolder(null, host.directory()).resolve(NOTES);
    DigestStore store = new DigestStore(host.loop(), notes);
    FolderWatch.start(host.loop(), folders, options, every, store, sharing);
    return sharing.shared;
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
