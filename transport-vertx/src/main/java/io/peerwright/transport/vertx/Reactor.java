package io.peerwright.transport.vertx;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.peerwright.api.TimerTarget;
import io.vertx.core.Context;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of Vert.x and what the peers on it share: the queue of tasks, the timers and the
 * buffers.
 *
 * <p>Whatever runs here runs as one <em>event</em>: a socket is ready, a timer is due, a task. The
 * links that were written to are flushed at the end of an event, or when all sockets that were
 * ready together have had their turn: whoever passes on what comes from a hundred of them makes one
 * system call for each link, and not one for each and each. Calls back that an API call brings
 * about are posted as events of their own, which is why no callback is ever re-entrant.
 */
final class Reactor {

  /** What is to be done soon after the event that it was written to in. */
  interface Written {

    /** Hands what was written over to the system. */
    void flush();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

  /** Tasks that run before sockets get their turn again. */
  private static final int TASKS_PER_TURN = 256;

  /** Timers that expire before sockets get their turn again. */
  private static final int TIMERS_PER_TURN = 1024;

  /** As the option ExitOnOutOfMemoryError of the JVM does. */
  private static final int OUT_OF_MEMORY_EXIT = 3;

  /** Made while there is memory for it. */
  private static final byte[] OUT_OF_MEMORY =
      ("peerwright: out of memory: the process ends; give it more with -Xmx, or lower its limits"
              + System.lineSeparator())
          .getBytes(StandardCharsets.US_ASCII);

  private static final long NEVER = Long.MAX_VALUE;

  /** Deadlines stay far from overflow; nobody waits for seventy years. */
  private static final long MAX_DELAY_NANOS = 1L << 61;

  private final IoEventLoop eventLoop;
  private final Context context;
  private final int ioBufferBytes;
  private final long origin = System.nanoTime();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean turnPending = new AtomicBoolean();
  private final TimerHeap timers = new TimerHeap();
  private final ArrayDeque<Written> written = new ArrayDeque<>();
  private final ChunkPool chunks = new ChunkPool();
  // Made here, for a process without a file descriptor left may not be able to load a class later.
  private final Runnable turn = this::turn;
  private final TimerHeap.Expiry expiry = this::expire;
  private long events;
  private @Nullable AddressCache addresses;
  private @Nullable ScheduledFuture<?> alarm;
  private long alarmAt = NEVER;
  private @Nullable ByteBuffer readBuffer;
  private @Nullable ByteBuffer readView;

  Reactor(IoEventLoop eventLoop, Context context, int ioBufferBytes) {
    this.eventLoop = eventLoop;
    this.context = context;
    this.ioBufferBytes = ioBufferBytes;
  }

  IoEventLoop eventLoop() {
    return eventLoop;
  }

  boolean isCurrent() {
    return eventLoop.inEventLoop();
  }

  void checkCurrent() {
    if (!isCurrent()) {
      throw new IllegalStateException(
          "must be called on the loop, is called by "
              + Thread.currentThread().getName()
              + "; hand it to Loop.execute");
    }
  }

  // ---- events

  /** Runs {@code task} as an event. */
  void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      report("A task", t);
    }
    endEvent();
  }

  /** What every event ends with that no other one follows at once. */
  private void endEvent() {
    events++;
    Written link;
    while ((link = written.poll()) != null) {
      link.flush();
    }
  }

  /** What the event of a socket ends with; others may be ready as well. */
  void endOfSocket() {
    events++;
    // Tasks run when all sockets that are ready have had their turn.
    if (!written.isEmpty() && turnPending.compareAndSet(false, true)) {
      execute(turn);
    }
  }

  /** Has a link flushed soon. */
  void flushLater(Written link) {
    written.add(link);
  }

  /** A number that is another one in each event. */
  long event() {
    return events;
  }

  void report(String what, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      endProcess(thrown);
    }
    LOG.error("{} failed on {}", what, Thread.currentThread().getName(), thrown);
  }

  /**
   * Gives an error after which nothing can be relied on to the process: a listener that goes on
   * would take connections and answer nothing. An application that is to live on sets {@link
   * Thread#setDefaultUncaughtExceptionHandler}; without one the process ends.
   */
  static void endProcess(Throwable error) {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler == null) {
      // By hand, as printing in the usual way takes memory and locks.
      try {
        new FileOutputStream(FileDescriptor.err).write(OUT_OF_MEMORY);
      } catch (IOException | OutOfMemoryError nobodyReads) {
        // The exit code says it, too.
      }
      Runtime.getRuntime().halt(OUT_OF_MEMORY_EXIT);
    } else {
      handler.uncaughtException(Thread.currentThread(), error);
    }
  }

  // ---- tasks

  /** Runs {@code task} as an event of its own, in the order of the calls. Any thread. */
  void post(Runnable task) {
    tasks.add(task);
    if (turnPending.compareAndSet(false, true)) {
      execute(turn);
    }
  }

  private void execute(Runnable next) {
    try {
      eventLoop.execute(next);
    } catch (RejectedExecutionException closed) {
      tasks.clear();
    }
  }

  /**
   * Runs {@code task} after the selector has been asked once more. Until then the system keeps the
   * address of a socket that was closed. In the order of the calls.
   */
  void postAfterSelect(Runnable task) {
    try {
      eventLoop.schedule(() -> run(task), 0, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.trace("The event loop is gone, and so is the socket", closed);
    }
  }

  private void turn() {
    endEvent();
    Runnable task;
    for (int i = 0; i < TASKS_PER_TURN && (task = tasks.poll()) != null; i++) {
      run(task);
    }
    turnPending.set(false);
    if (!tasks.isEmpty() && turnPending.compareAndSet(false, true)) {
      // A plain task would run before the sockets are looked at, and tasks that post tasks would
      // keep them waiting for long.
      eventLoop.schedule(turn, 0, TimeUnit.NANOSECONDS);
    }
  }

  /** Runs {@code work} on a worker thread. */
  <T> void offload(Callable<T> work) {
    context.executeBlocking(work, false);
  }

  // ---- timers

  long schedule(
      long delayNanos, TimerHeap.Owner owner, TimerTarget target, int code, long argument) {
    long delay = Math.max(0, Math.min(delayNanos, MAX_DELAY_NANOS));
    long handle = timers.add(now() + delay, owner, target, code, argument);
    setAlarm();
    return handle;
  }

  boolean cancel(TimerHeap.Owner owner, long timer) {
    return timers.cancel(owner, timer);
  }

  void cancelAll(TimerHeap.Owner owner) {
    timers.cancelAll(owner);
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  /** Keeps one timer of the event loop, for the earliest deadline; it may also ring too early. */
  private void setAlarm() {
    if (timers.isEmpty() || timers.earliest() >= alarmAt) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmAt = timers.earliest();
    alarm = eventLoop.schedule(this::ring, Math.max(0, alarmAt - now()), TimeUnit.NANOSECONDS);
  }

  private void ring() {
    alarm = null;
    alarmAt = NEVER;
    // A fixed time, so that timers which set timers leave the sockets their turn.
    long now = now();
    try {
      for (int i = 0; i < TIMERS_PER_TURN && timers.expire(now, expiry); i++) {
        endEvent();
      }
    } finally {
      setAlarm();
    }
  }

  private void expire(TimerHeap.Owner owner, TimerTarget target, int code, long argument) {
    try {
      target.onTimer(code, argument);
    } catch (Throwable t) {
      report("A timer of " + owner.hostName(), t);
    }
  }

  // ---- buffers

  ChunkPool chunks() {
    return chunks;
  }

  /** Made with the first datagram. */
  AddressCache addresses() {
    AddressCache cache = addresses;
    if (cache == null) {
      cache = new AddressCache();
      addresses = cache;
    }
    return cache;
  }

  /** The buffer that all sockets of this loop read into, empty, with room for up to that much. */
  ByteBuffer readBuffer(int atMost) {
    ByteBuffer buffer = readBuffer;
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(ioBufferBytes);
      readBuffer = buffer;
      readView = buffer.asReadOnlyBuffer();
    }
    return buffer.clear().limit(Math.min(atMost, buffer.capacity()));
  }

  /** What has been read into the buffer, as handlers may see it. */
  ByteBuffer readView(int bytes) {
    return Objects.requireNonNull(readView).clear().limit(bytes).order(ByteOrder.BIG_ENDIAN);
  }
}
