package io.peerwright.testkit.contracts;

/** What a fault does away from the loop. */
final class Elsewhere {

  private Elsewhere() {}

  /** Runs a task in another thread, and waits for it, so that the fault shows every time. */
  static void run(Runnable task) {
    Thread thread = new Thread(task, "elsewhere");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
