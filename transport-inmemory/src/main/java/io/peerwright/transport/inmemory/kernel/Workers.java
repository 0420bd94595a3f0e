package io.peerwright.transport.inmemory.kernel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Threads for the heavy work of a simulation that follows the real clock: there the work takes real
 * time, which must not stop the loop of everybody.
 */
public final class Workers {

  private static final int THREADS = 4;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "peerwright-inmemory-work");
            thread.setDaemon(true);
            return thread;
          });

  public void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException closed) {
      // The network is closing: nobody waits for the outcome any more.
      return;
    }
  }

  public void close() {
    threads.shutdownNow();
  }
}
