package io.peerwright.kit.server;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Joining and leaving of an overlay that listens, in whatever order they are called: what has not
 * been given up yet, such as an address, is not asked for again. Joining while it leaves begins
 * when everything is closed; leaving while it joins ends that. Used on the loop only.
 */
public final class ServerLife {

  /** What joining and leaving consist of. */
  public interface Work {

    /** Opens everything, then calls {@link #joined} or {@link #failed}. */
    void start();

    /**
     * Closes everything, also of a start that is under way, then calls {@link #stopped}, possibly
     * at once.
     */
    void stop();

    /**
     * Has joined, or is out again after that, for whoever watches.
     *
     * @param isIn false once everything is closed again
     */
    default void onMembership(boolean isIn) {}
  }

  private enum State {
    OUT,
    STARTING,
    IN,
    STOPPING
  }

  private final Loop loop;
  private final Work work;
  private State state = State.OUT;
  private int round;

  /** Has joined, which was told. */
  private boolean wasIn;

  /** What the last join has returned; null after a leave or a failure. */
  private @Nullable CompletableFuture<Void> joining;

  private @Nullable CompletableFuture<Void> leaving;

  /** Has not joined. */
  public ServerLife(Loop loop, Work work) {
    this.loop = loop;
    this.work = work;
  }

  /** As {@link io.peerwright.api.overlay.Overlay#join} has it. */
  public CompletionStage<Void> join() {
    if (joining != null) {
      return joining;
    }
    CompletableFuture<Void> stage = new CompletableFuture<>();
    joining = stage;
    if (state == State.OUT) {
      begin();
    }
    return stage;
  }

  private void begin() {
    state = State.STARTING;
    round++;
    work.start();
  }

  /** As {@link io.peerwright.api.overlay.Overlay#leave} has it. */
  public CompletionStage<Void> leave() {
    CompletableFuture<Void> unfinished = joining;
    joining = null;
    round++;
    if (unfinished != null) {
      // Not at once: whoever leaves is not called back before leave has returned.
      OverlayException early = new OverlayException(Reason.CANCELLED, "left before it had joined");
      loop.execute(() -> unfinished.completeExceptionally(early));
    }
    if (state == State.OUT) {
      CompletableFuture<Void> left = new CompletableFuture<>();
      loop.execute(() -> left.complete(null));
      return left;
    }
    CompletableFuture<Void> stage = leaving;
    if (stage == null) {
      stage = new CompletableFuture<>();
      leaving = stage;
      state = State.STOPPING;
      work.stop();
    }
    return stage;
  }

  /** Everything is open. */
  public void joined() {
    CompletableFuture<Void> stage = joining;
    if (state == State.STARTING && stage != null) {
      state = State.IN;
      wasIn = true;
      work.onMembership(true);
      stage.complete(null);
    }
  }

  /** Something could not be opened, or has broken later; everything is closed. */
  public void failed(Throwable why) {
    if (state == State.STOPPING) {
      stopped();
      return;
    }
    CompletableFuture<Void> stage = joining;
    state = State.OUT;
    joining = null;
    round++;
    tellOut();
    if (stage != null) {
      stage.completeExceptionally(why);
    }
  }

  /** Everything that {@link Work#stop} had to close is closed. */
  public void stopped() {
    CompletableFuture<Void> left = leaving;
    if (state != State.STOPPING || left == null) {
      return;
    }
    state = State.OUT;
    leaving = null;
    tellOut();
    if (joining != null) {
      begin();
    }
    // Not at once: stopping may have ended before leave has returned.
    loop.execute(() -> left.complete(null));
  }

  private void tellOut() {
    if (wasIn) {
      wasIn = false;
      work.onMembership(false);
    }
  }

  /** True from the start on until it is to leave. */
  public boolean isUp() {
    return state == State.STARTING || state == State.IN;
  }

  /** True until everything is closed. */
  public boolean isStopping() {
    return state == State.STOPPING;
  }

  /** Tells starts apart: what one has begun is of no use once this has changed. */
  public int round() {
    return round;
  }
}
