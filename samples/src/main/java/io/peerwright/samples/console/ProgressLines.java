package io.peerwright.samples.console;

import java.util.function.LongSupplier;

/** Progress where no bar can be: told after the first second and each ten more. */
final class ProgressLines implements Progress {

  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long EVERY_NANOS = 10_000_000_000L;

  /** Where it is told. */
  @FunctionalInterface
  interface Listener {
    void at(String task, long done, long total);
  }

  private final String task;
  private final Listener listener;
  private final LongSupplier nanoTime;
  private long due;

  ProgressLines(String task, Listener listener, LongSupplier nanoTime) {
    this.task = task;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong() + FIRST_NANOS;
  }

  @Override
  public synchronized void at(long done, long total) {
    long now = nanoTime.getAsLong();
    if (now - due < 0) {
      return;
    }
    due = now + EVERY_NANOS;
    listener.at(task, done, total);
  }
}
