package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time of the hosts of one shard: takes one event after the other from the wheel, in one
 * thread. Whatever a handler is told is told from here, so that nothing is re-entrant.
 *
 * <p>An event belongs to the shard of the host that it happens at. What another shard's host sends
 * comes as {@link Mail}, between two runs.
 */
final class Kernel {

  /** What a line of the trace is about. */
  static final int TIMER = 1;

  static final int STREAM = 2;
  static final int DATAGRAM = 3;
  static final int LIFE_CYCLE = 4;

  private record Posted(SimHost origin, @Nullable SimHost owner, Runnable task) {}

  final Arena arena = new Arena();
  final boolean poison;

  private final int shard;
  private final Hosts hosts;
  private final Wheel wheel = new Wheel();
  private final Queue<Posted> inbox = new ConcurrentLinkedQueue<>();

  /** To each shard, its own left empty; swapped for those that came in when nobody runs. */
  private final Mail[] outgoing;

  private final Mail[] incoming;
  private volatile Thread driver = Thread.currentThread();
  private volatile BiConsumer<SimHost, Throwable> errors;
  private long now;
  private long events;

  Kernel(
      int shard, int shards, Hosts hosts, boolean poison, BiConsumer<SimHost, Throwable> errors) {
    this.shard = shard;
    this.hosts = hosts;
    this.poison = poison;
    this.errors = errors;
    outgoing = Mail.perShard(shards);
    incoming = Mail.perShard(shards);
  }

  /** The number of this shard. */
  int shard() {
    return shard;
  }

  long now() {
    return now;
  }

  long events() {
    return events;
  }

  /** The current event does not count: how many there are of its kind depends on the shards. */
  void discount() {
    events--;
  }

  /** Events that wait. */
  int pending() {
    return wheel.size();
  }

  void onError(BiConsumer<SimHost, Throwable> handler) {
    errors = handler;
  }

  /** Reports what a handler threw. What the error handler throws ends the run. */
  void failed(SimHost host, Throwable thrown) {
    errors.accept(host, thrown);
  }

  /** Makes a thread the loop of this shard's hosts. */
  void drivenBy(Thread thread) {
    if (driver != thread) {
      driver = thread;
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == driver;
  }

  // Adding events.

  /** An event of the network itself at one of our hosts, which its closing does not take away. */
  long at(SimHost origin, long time, TimerTarget target, int code, long argument) {
    return wheel.add(time, origin.nextKey(), null, target, code, argument);
  }

  /** An event of a host, dropped when the host is closed. */
  long timer(SimHost host, long delayNanos, Object target, int code, long argument) {
    return wheel.add(after(delayNanos), host.nextKey(), host, target, code, argument);
  }

  /** An event at any host; {@code time} is a network's latency away at the least. */
  void send(SimHost origin, SimHost to, long time, TimerTarget target, int code, long argument) {
    Kernel there = to.kernel();
    if (there == this) {
      wheel.add(time, origin.nextKey(), null, target, code, argument);
    } else {
      outgoing[there.shard].add(time, origin.nextKey(), target, code, argument);
    }
  }

  /**
   * The same with a block of ours, which is the receiver's from here on.
   *
   * @param note comes in the high half of the event's argument; the low half is the block
   */
  void sendBlock(
      SimHost origin, SimHost to, long time, TimerTarget target, int code, int note, int block) {
    sendBlock(origin.nextKey(), to.kernel(), time, target, code, note, block);
  }

  /** The same to a whole shard, with a key that the caller has taken. */
  void sendBlock(long key, Kernel there, long time, Object target, int code, int note, int block) {
    if (there == this) {
      long argument = (long) note << Integer.SIZE | block;
      wheel.add(time, key, null, target, code, argument);
    } else {
      outgoing[there.shard].add(time, key, target, code, note, arena, block);
      arena.give(block);
    }
  }

  /**
   * A datagram at the line of another host.
   *
   * <p>Nobody but the receiver is called, so the event's target is the address that the datagram
   * comes from, and its code says of which host, below 0: it costs no object and leaves the
   * sender's alone.
   */
  void sendDatagram(SimHost origin, SimHost to, long time, Endpoint source, int block) {
    sendBlock(origin.nextKey(), to.kernel(), time, source, ~origin.index(), to.index(), block);
  }

  /** The same datagram once more at the same host, later. */
  void resend(SimHost to, long time, Endpoint source, int sender, int block) {
    sendBlock(to.nextKey(), this, time, source, ~sender, to.index(), block);
  }

  /** The instant that lies so far ahead, or the end of time. */
  long after(long delayNanos) {
    long time = now + Math.max(0, delayNanos);
    return time < 0 ? Long.MAX_VALUE : time;
  }

  boolean cancel(long handle) {
    return wheel.cancel(handle);
  }

  /**
   * Runs a task in its turn; from any thread.
   *
   * @param owner whose closing drops the task; null if nobody's does
   */
  void post(SimHost origin, @Nullable SimHost owner, Runnable task) {
    if (isCurrent()) {
      wheel.add(now, origin.nextKey(), owner, task, 0, 0);
    } else {
      inbox.add(new Posted(origin, owner, task));
      LockSupport.unpark(driver);
    }
  }

  /** Takes over what other threads have posted. */
  private void drainInbox() {
    for (Posted posted = inbox.poll(); posted != null; posted = inbox.poll()) {
      wheel.add(now, posted.origin.nextKey(), posted.owner, posted.task, 0, 0);
    }
  }

  boolean hasPosted() {
    return !inbox.isEmpty();
  }

  // Other shards.

  /** Swaps what was written for another shard for what it had to read; when nobody runs. */
  static void exchange(Kernel from, Kernel to) {
    Mail read = to.incoming[from.shard];
    to.incoming[from.shard] = from.outgoing[to.shard];
    from.outgoing[to.shard] = read;
  }

  /** Takes over what other shards have sent. */
  void receive() {
    for (Mail mail : incoming) {
      mail.empty(wheel, arena);
    }
  }

  // Running.

  /** Runs all events that are due by {@code limit}. */
  void runUntil(long limit) {
    boolean more = true;
    while (more) {
      more = step(limit);
    }
  }

  /** Runs the next event if it is due by {@code limit}. */
  boolean step(long limit) {
    if (hasPosted()) {
      drainInbox();
    }
    int row = wheel.poll(limit);
    if (row == 0) {
      return false;
    }
    now = wheel.deadline(row);
    SimHost host = wheel.owner(row);
    Object target = wheel.target(row);
    int code = wheel.code(row);
    long argument = wheel.argument(row);
    wheel.release(row);
    if (host == null) {
      events++;
      if (code < 0) {
        SimHost receiver = hosts.at((int) (argument >>> Integer.SIZE));
        SimDatagrams.arrive(receiver, ~code, (Endpoint) target, (int) argument);
      } else {
        run(target, code, argument);
      }
    } else if (host.isOpen()) {
      events++;
      host.trace(now, TIMER, host.index(), code, argument);
      runOf(host, target, code, argument);
    }
    return true;
  }

  private void runOf(SimHost host, @Nullable Object target, int code, long argument) {
    try {
      run(target, code, argument);
    } catch (Throwable thrown) {
      failed(host, thrown);
    }
  }

  private static void run(@Nullable Object target, int code, long argument) {
    if (target instanceof TimerTarget timer) {
      timer.onTimer(code, argument);
    } else if (target instanceof Runnable task) {
      task.run();
    }
  }

  /** Lets time pass up to {@code time} in which nothing happens. */
  void advanceTo(long time) {
    now = Math.max(now, time);
  }

  /** When the next event is due; {@link Long#MAX_VALUE} if there is none. */
  long nextDeadline() {
    return wheel.nextDeadline();
  }
}
