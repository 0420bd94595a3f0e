package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import java.util.concurrent.CompletionStage;

/** Offers files to others. */
public interface Sharing extends Capability {

  /**
   * Shares a file from now on; announced again whenever the overlay has to join anew. While the
   * peer is away, others do not find it.
   *
   * @return withdraws it; its name is free again. Closed once more it leaves alone what has that
   *     name then
   * @throws IllegalArgumentException if a file of that name is shared already
   */
  Handle share(SharedItem item);

  /**
   * Completes when others can find what has been shared so far, as far as the overlay can tell;
   * also if that takes longer than a minute, for sharing goes on.
   */
  CompletionStage<Void> published();
}
