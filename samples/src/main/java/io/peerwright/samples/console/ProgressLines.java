package io.peerwright.samples.console;

import java.util.function.LongSupplier;

/** Progress where no bar can be: a line, or an event, after the first second and each ten more. */
final class ProgressLines implements Console.Progress {

  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final Console console;
  private final String task;
  private final LongSupplier nanoTime;
  private long due;

  ProgressLines(Console console, String task, LongSupplier nanoTime) {
    this.console = console;
    this.task = task;
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
    String whole = total > 0 ? " of " + Text.bytes(total) : "";
    console.say("%s: %s%s", task, Text.bytes(done), whole);
    console.event("progress", "task", task, "bytes", done, "total", total);
  }
}
