package io.peerwright.samples;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.FolderScan;
import io.peerwright.runtime.Peer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Shares folders in every overlay of a peer that can share. */
public final class Shares {

  /** What came of it. */
  public record Result(int files, long bytes, int skipped) {}

  private Shares() {}

  /**
   * Hashes and shares; each file can be found as soon as it is hashed.
   *
   * @param shared hears of each file, on the peer's loop
   * @param progress hears the bytes hashed and the bytes there are, on the peer's loop
   * @return completes on the loop when all files are shared
   */
  public static CompletionStage<Result> share(
      Peer peer, List<Path> folders, Consumer<SharedItem> shared, BiConsumer<Long, Long> progress) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    Loop loop = peer.host().loop();
    loop.execute(
        () ->
            FolderScan.start(
                loop,
                folders,
                FolderScan.Options.DEFAULT,
                new Sharer(peer.overlays(), shared, progress, result)));
    return result;
  }

  private static final class Sharer implements FolderScan.Listener {
    private final List<Sharing> overlays;
    private final Consumer<SharedItem> shared;
    private final BiConsumer<Long, Long> progress;
    private final CompletableFuture<Result> result;
    private int files;
    private int skipped;

    Sharer(
        List<Overlay> overlays,
        Consumer<SharedItem> shared,
        BiConsumer<Long, Long> progress,
        CompletableFuture<Result> result) {
      this.overlays =
          overlays.stream().flatMap(overlay -> overlay.as(Sharing.class).stream()).toList();
      this.shared = shared;
      this.progress = progress;
      this.result = result;
    }

    @Override
    public void onItem(SharedItem item) {
      files++;
      overlays.forEach(overlay -> overlay.share(item));
      shared.accept(item);
    }

    @Override
    public void onSkipped(Path path, String why) {
      skipped++;
    }

    @Override
    public void onProgress(FolderScan.Progress at) {
      progress.accept(at.bytesDone(), at.bytesTotal());
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      result.complete(new Result(files, total.bytesDone(), skipped));
    }
  }
}
