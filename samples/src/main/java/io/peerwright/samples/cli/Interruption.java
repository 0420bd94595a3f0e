package io.peerwright.samples.cli;

/**
 * Does something when the process is told to end, as by Ctrl-C, and holds the end up for it; until
 * it is closed.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;
  private volatile boolean happened;

  Interruption(Runnable task) {
    hook =
        new Thread(
            () -> {
              happened = true;
              task.run();
            },
            "leave");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** True from the moment on in which the process was told to end. */
  boolean happened() {
    return happened;
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
