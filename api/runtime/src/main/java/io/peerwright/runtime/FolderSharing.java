package io.peerwright.runtime;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.FolderScan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hashes the files of folders and shares each in every overlay that can, as soon as it is hashed.
 */
final class FolderSharing implements FolderScan.Listener {

  private final List<Sharing> overlays;
  private final FolderScan.Listener watcher;
  private final CompletableFuture<Integer> shared = new CompletableFuture<>();
  private int files;

  private FolderSharing(List<Sharing> overlays, FolderScan.Listener watcher) {
    this.overlays = overlays;
    this.watcher = watcher;
  }

  /** For the loop. */
  static CompletableFuture<Integer> start(
      Loop loop, List<Overlay> overlays, List<Path> folders, FolderScan.Listener watcher) {
    List<Sharing> able =
        overlays.stream().flatMap(overlay -> overlay.as(Sharing.class).stream()).toList();
    FolderSharing sharing = new FolderSharing(able, watcher);
    FolderScan.start(loop, folders, FolderScan.Options.DEFAULT, sharing);
    return sharing.shared;
  }

  @Override
  public void onItem(SharedItem item) {
    try {
      overlays.forEach(overlay -> overlay.share(item));
    } catch (IllegalArgumentException e) {
      watcher.onSkipped(item.file(), String.valueOf(e.getMessage()));
      return;
    }
    files++;
    watcher.onItem(item);
  }

  @Override
  public void onSkipped(Path path, String why) {
    watcher.onSkipped(path, why);
  }

  @Override
  public void onProgress(FolderScan.Progress progress) {
    watcher.onProgress(progress);
  }

  @Override
  public void onDone(FolderScan.Progress total) {
    watcher.onDone(total);
    CompletionStage<Void> published = CompletableFuture.completedStage(null);
    for (Sharing overlay : overlays) {
      published = published.thenCombine(overlay.published(), (one, other) -> one);
    }
    published.thenRun(() -> shared.complete(files));
  }
}
