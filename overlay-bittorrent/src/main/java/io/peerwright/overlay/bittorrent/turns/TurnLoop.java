package io.peerwright.overlay.bittorrent.turns;

import io.peerwright.api.Loop;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A peer's loop, and the end of each turn on it: what happens in one callback is gathered, and at
 * its end peers are asked, and told what follows, once.
 */
public final class TurnLoop {

  private static final long INSTANT_NANOS = 10_000;

  private final Loop loop;
  private final Runnable end;

  /**
   * Turns on a loop.
   *
   * @param end what is done at the end of each
   */
  public TurnLoop(Loop loop, Runnable end) {
    this.loop = loop;
    this.end = end;
  }

  /** For timers, chance and tasks; who is called by one of them ends a turn. */
  public Loop loop() {
    return loop;
  }

  /** Nanoseconds of the loop's clock. */
  public long now() {
    return loop.nanoTime();
  }

  /** The end of every callback. */
  public void endTurn() {
    end.run();
  }

  /** Works off the loop for a moment; the end of the work is a turn. */
  public <T> void offload(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> done) {
    offload(work, INSTANT_NANOS, done);
  }

  /**
   * Works off the loop; the end of the work is a turn.
   *
   * @param nanos how long the work takes in a simulation
   */
  public <T> void offload(
      Callable<T> work, long nanos, BiConsumer<@Nullable T, @Nullable Throwable> done) {
    loop.<T>offload(
        work,
        nanos,
        (result, thrown) -> {
          done.accept(result, thrown);
          endTurn();
        });
  }
}
