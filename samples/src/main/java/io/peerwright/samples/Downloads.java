package io.peerwright.samples;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.runtime.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Downloads with the progress shown. */
public final class Downloads {

  private Downloads() {}

  /**
   * Fetches a file from all who offer it.
   *
   * @param sources of one overlay, best first
   * @param changed hears of each step, on the peer's loop
   * @return completes on the loop when the file is complete and verified
   */
  public static CompletionStage<Path> get(
      Peer peer, List<Hit> sources, Path target, Consumer<Download> changed) {
    CompletableFuture<Path> done = new CompletableFuture<>();
    String overlay = sources.get(0).overlay();
    peer.host()
        .loop()
        .execute(
            () ->
                peer.overlay(overlay)
                    .flatMap(found -> found.as(Fetch.class))
                    .orElseThrow(() -> new IllegalStateException(overlay + " cannot fetch"))
                    .fetch(sources, target, changed)
                    .done()
                    .whenComplete((path, failure) -> complete(done, path, failure)));
    return done;
  }

  private static void complete(CompletableFuture<Path> done, Path path, Throwable failure) {
    if (failure == null) {
      done.complete(path);
    } else {
      done.completeExceptionally(failure);
    }
  }

  /** The chosen hit and all others that are surely the same content. */
  public static List<Hit> sameContent(Hit chosen, List<Hit> hits) {
    List<Hit> same = new ArrayList<>(List.of(chosen));
    for (Hit hit : hits) {
      if (!hit.equals(chosen)
          && hit.overlay().equals(chosen.overlay())
          && hit.sizeBytes() == chosen.sizeBytes()
          && sharesName(hit, chosen)) {
        same.add(hit);
      }
    }
    return same;
  }

  private static boolean sharesName(Hit one, Hit other) {
    for (Urn urn : one.urns()) {
      if (other.urns().contains(urn)) {
        return true;
      }
    }
    return false;
  }
}
