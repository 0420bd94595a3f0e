package io.peerwright.samples.torrent;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The threads that send to players. A player that jumps leaves the old connection behind, which is
 * not noticed as long as there is nothing to send: so of many the oldest is cut off.
 */
final class Streams {

  private static final int MAX_STREAMS = 16;

  private final Deque<Thread> running = new ArrayDeque<>();
  private boolean closed;

  /** Something that lasts. */
  @FunctionalInterface
  interface Sending {
    void run() throws IOException, InterruptedException;
  }

  void run(Sending sending) throws IOException {
    begin();
    try {
      sending.run();
    } catch (InterruptedException cutOff) {
      throw new IOException("cut off for a newer request", cutOff);
    } finally {
      end();
    }
  }

  private synchronized void begin() throws IOException {
    if (closed) {
      throw new IOException("ending");
    }
    if (running.size() == MAX_STREAMS) {
      running.removeFirst().interrupt();
    }
    running.addLast(Thread.currentThread());
  }

  private synchronized void end() {
    running.remove(Thread.currentThread());
    // The thread is used again, and was perhaps interrupted too late.
    Thread.interrupted();
  }

  synchronized void close() {
    closed = true;
    running.forEach(Thread::interrupt);
    running.clear();
  }
}
