package io.peerwright.kit.plugin;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.request.TimerGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Joining and leaving as {@link Overlay} wants them: one join however often it is asked for, which
 * fails when it is left; timers and stages that end with it. An overlay extends this, opens its
 * sockets in {@link #open} and closes them in {@link #close}. No stage completes inside the call
 * that completes it.
 */
public abstract class BasicOverlay implements Overlay {

  /** Where it runs. */
  protected final Host host;

  private final OverlayProvider<?> provider;
  private final TimerGroup timers;
  private @Nullable Set<Pending<?>> underWay;
  private @Nullable Pending<Void> joining;
  private boolean joined;

  /** Not joined. */
  protected BasicOverlay(OverlayProvider<?> provider, Host host) {
    this.provider = provider;
    this.host = host;
    timers = new TimerGroup(host.loop());
  }

  /** Begins to join: opens sockets. {@link #joined} or {@link #failed} is to follow. */
  protected abstract void open();

  /** Closes all that is open; what was begun has ended before. */
  protected abstract void close();

  /**
   * Runs something when all that {@link #close} has closed is closed indeed, such as files that are
   * written off the loop. Not from inside this.
   */
  protected void whenClosed(Runnable then) {
    loop().execute(then);
  }

  /**
   * Has joined, or is out again after that: for who tells of it. Nothing unless overridden.
   *
   * @param isIn false once all is closed again
   */
  protected void onMembership(boolean isIn) {}

  @Override
  public final String name() {
    return provider.name();
  }

  /** All that its provider names, unless overridden. */
  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return provider.capabilities();
  }

  @Override
  public final CompletionStage<Void> join() {
    Pending<Void> current = joining;
    if (current == null) {
      current = new Pending<>();
      joining = current;
      open();
    }
    return current.stage();
  }

  @Override
  public final CompletionStage<Void> leave() {
    end(Reason.SHUTDOWN, "the overlay was left");
    CompletableFuture<Void> left = new CompletableFuture<>();
    whenClosed(() -> left.complete(null));
    return left;
  }

  private void end(Reason reason, String message) {
    Pending<Void> ended = joining;
    if (ended != null) {
      joining = null;
      boolean wasIn = joined;
      joined = false;
      timers.close();
      if (underWay != null) {
        List.copyOf(underWay).forEach(each -> each.fail(reason, message));
      }
      ended.fail(reason, message);
      close();
      if (wasIn) {
        onMembership(false);
      }
    }
  }

  /** To be called when the peer can be used. */
  protected final void joined() {
    if (joining != null && !joined) {
      joined = true;
      onMembership(true);
      joining.complete(null);
    }
  }

  /** To be called when it can never work like this; closes what is open. */
  protected final void failed(Reason reason, String message) {
    end(reason, message);
  }

  /** Whether a join is under way or done. */
  protected final boolean isOpen() {
    return joining != null;
  }

  /** The loop of its host. */
  protected final Loop loop() {
    return host.loop();
  }

  /** Timers that end when it is left. */
  protected final TimerGroup timers() {
    return timers;
  }

  /**
   * Begins something that takes its time, such as a lookup: fails with {@link Reason#SHUTDOWN} when
   * the overlay is left, and at once with {@link Reason#UNREACHABLE} if it has not joined.
   *
   * @param <T> what it completes with
   */
  protected final <T> Pending<T> begin() {
    Pending<T> pending = new Pending<>();
    underWay = underWay == null ? new LinkedHashSet<>() : underWay;
    underWay.add(pending);
    if (!joined) {
      pending.fail(Reason.UNREACHABLE, name() + " has not joined; join it first");
    }
    return pending;
  }

  /**
   * A stage with one end: what comes after it is passed over.
   *
   * @param <T> what it completes with
   */
  protected final class Pending<T> {

    private final CompletableFuture<T> future = new CompletableFuture<>();
    private boolean over;

    private Pending() {}

    /** For who waits for it; completes on the loop. */
    public CompletionStage<T> stage() {
      return future;
    }

    /** Whether it has ended. */
    public boolean isOver() {
      return over;
    }

    /** Ends well. */
    public void complete(@Nullable T value) {
      if (end()) {
        loop().execute(() -> future.complete(value));
      }
    }

    /** Ends badly. */
    public void fail(Reason reason, String message) {
      if (end()) {
        OverlayException failure = new OverlayException(reason, message);
        loop().execute(() -> future.completeExceptionally(failure));
      }
    }

    private boolean end() {
      boolean first = !over;
      over = true;
      if (underWay != null) {
        underWay.remove(this);
      }
      return first;
    }
  }
}
