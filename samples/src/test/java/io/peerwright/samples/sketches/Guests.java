package io.peerwright.samples.sketches;

import io.peerwright.api.overlay.Capability;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Tells who has come to a {@link Meeting}. */
interface Guests extends Capability {

  /** Completes with the names of all friends when all are there. */
  CompletionStage<List<String>> complete();
}
