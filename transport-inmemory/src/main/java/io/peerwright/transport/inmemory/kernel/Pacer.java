package io.peerwright.transport.inmemory.kernel;

import java.util.concurrent.locks.LockSupport;

/** Lets virtual time follow the real clock, in a thread of its own. */
public final class Pacer implements Runnable {

  private final Kernel kernel;
  private final double pace;
  private final Runnable atEnd;
  private final Thread thread;
  private volatile boolean ending;

  public Pacer(Kernel kernel, double pace, Runnable atEnd) {
    this.kernel = kernel;
    this.pace = pace;
    this.atEnd = atEnd;
    this.thread = new Thread(this, "peerwright-inmemory");
    thread.setDaemon(true);
  }

  public void start() {
    kernel.drivenBy(thread);
    thread.start();
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    while (!ending) {
      long target = (long) ((System.nanoTime() - start) * pace);
      runUntil(target);
      long wait = (long) (Math.min(kernel.nextDeadline() - target, Long.MAX_VALUE / 2) / pace);
      if (wait > 0 && !kernel.hasPosted() && !ending) {
        LockSupport.parkNanos(this, wait);
      }
    }
    atEnd.run();
  }

  private void runUntil(long target) {
    // A task that comes from outside comes now, not when the last event was.
    if (kernel.nextDeadline() > target) {
      kernel.advanceTo(target);
    }
    boolean more = true;
    while (more && !ending) {
      more = step(target);
    }
    if (!ending) {
      kernel.advanceTo(target);
    }
  }

  /**
   * What an event throws that no handler has caught is told as threads tell it, and time goes on:
   * the peers of the other events have no part in it.
   */
  private boolean step(long target) {
    try {
      return kernel.step(target);
    } catch (Throwable thrown) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
      return true;
    }
  }

  /** Ends the thread and waits for it. */
  public void close() {
    ending = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
