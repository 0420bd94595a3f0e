package io.peerwright.tck;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a stage, watched by the referee: one that completes later does so on its loop and
 * not from inside another call. May be read by any thread.
 */
final class Outcome<T> {

  private @Nullable T value;
  private @Nullable Throwable failure;
  private boolean done;

  /** Watches a stage from now on; on the loop. */
  static <T> Outcome<T> of(Machine machine, String what, CompletionStage<T> stage) {
    Outcome<T> outcome = new Outcome<>();
    if (stage.toCompletableFuture().isDone()) {
      stage.whenComplete(outcome::set);
    } else {
      stage.whenComplete(
          (value, thrown) ->
              machine.referee().enter(machine.loop(), what, () -> outcome.set(value, thrown)));
    }
    return outcome;
  }

  private synchronized void set(@Nullable T result, @Nullable Throwable thrown) {
    value = result;
    failure = thrown;
    done = true;
  }

  synchronized boolean isDone() {
    return done;
  }

  synchronized boolean isFailed() {
    return failure != null;
  }

  synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** Why a stage failed that must have failed as an overlay does. */
  synchronized Reason reason() {
    Throwable thrown = failure;
    if (thrown instanceof CompletionException wrapped && wrapped.getCause() != null) {
      thrown = wrapped.getCause();
    }
    if (thrown instanceof OverlayException known) {
      return known.reason();
    }
    String ended = done ? "completed" : "not completed";
    throw new AssertionError(thrown == null ? ended : "failed without a reason: " + thrown, thrown);
  }

  /** The value of a stage that must not have failed. */
  synchronized T value() {
    if (failure != null) {
      throw new AssertionError("failed: " + failure, failure);
    }
    if (!done || value == null) {
      throw new AssertionError(done ? "completed with null" : "not completed");
    }
    return value;
  }
}
