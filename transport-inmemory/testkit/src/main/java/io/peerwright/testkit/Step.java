package io.peerwright.testkit;

import java.util.concurrent.CompletionStage;

/** What each peer does in one step of a test. See {@link Steps} for what most overlays can do. */
@FunctionalInterface
public interface Step {

  /**
   * Begins the step. Called on the peer's loop.
   *
   * @return completes when this peer is done; its value is the detail of the event
   */
  CompletionStage<?> perform(TestPeer peer);
}
