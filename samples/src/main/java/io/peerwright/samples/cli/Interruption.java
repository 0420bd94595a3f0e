package io.peerwright.samples.cli;

import java.util.function.BooleanSupplier;

/**
 * Does something when the process is told to end, as by Ctrl-C, and holds the end up for it; until
 * it is closed. Where all was done that was asked for, that end is a success.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;
  private volatile boolean happened;

  /**
   * Begins to watch.
   *
   * @param task true if the process shall end with 0, false for the exit code of the signal
   */
  Interruption(BooleanSupplier task) {
    hook =
        new Thread(
            () -> {
              happened = true;
              if (task.getAsBoolean()) {
                // The signal would make it another code, and exit does not return in a hook.
                Runtime.getRuntime().halt(0);
              }
            },
            "leave");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Does not return if the process was told to end: the thread ends with it. */
  void holdIfHappened() {
    while (happened) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    if (!happened) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        // It begins just now, and the task is done.
      }
    }
  }
}
