package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time of the hosts of one shard: takes one event after the other from the calendar, in one
 * thread. Whatever a handler is told is told from here, so that nothing is re-entrant.
 *
 * <p>An event belongs to the shard of the host that it happens at. What another shard's host sends
 * comes as {@link ShardMailbox}, between two runs.
 */
final class Kernel {

  /** What a line of the trace is about. */
  static final int TIMER = 1;

  static final int STREAM = 2;
  static final int DATAGRAM = 3;
  static final int LIFE_CYCLE = 4;

  /** Marks the place of an event that is its host's own: not the network's, and closed with it. */
  private static final long OWN = 1L << Integer.SIZE;

  private record Posted(SimHost origin, @Nullable SimHost owner, Runnable task) {}

  final Arena arena = new Arena();
  final Outbox outbox;
  final boolean poison;
  final boolean hostByHost;

  private final int shard;
  private final Hosts hosts;
  private final Calendar calendar = new Calendar();
  private final CachePrefetcher approach;
  private final Queue<Posted> inbox = new ConcurrentLinkedQueue<>();

  /** To each shard, its own left empty; swapped for those that came in when nobody runs. */
  private final ShardMailbox[] outgoing;

  private final ShardMailbox[] incoming;
  private volatile Thread driver = Thread.currentThread();
  private volatile BiConsumer<SimHost, Throwable> errors;
  private long now;
  private long events;

  Kernel(int shard, Hosts hosts, InMemoryConfig config, BiConsumer<SimHost, Throwable> errors) {
    this.shard = shard;
    this.hosts = hosts;
    this.outbox = new Outbox(this, hosts);
    this.approach = new CachePrefetcher(hosts, arena);
    this.poison = config.poisonBuffers();
    this.hostByHost = config.hostByHost();
    this.errors = errors;
    outgoing = ShardMailbox.perShard(config.shards());
    incoming = ShardMailbox.perShard(config.shards());
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
    outbox.flush();
    return calendar.size();
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
  void at(SimHost origin, long time, TimerTarget target, int code, long argument) {
    calendar.add(time, origin.nextKey(), origin.index(), target, code, argument);
  }

  /** The same, to be cancelled. */
  long alarm(SimHost origin, long time, TimerTarget target, int code, long argument) {
    return calendar.addCancellable(time, origin.nextKey(), origin.index(), target, code, argument);
  }

  /** An event of a host, dropped when the host is closed. */
  long timer(SimHost host, long delayNanos, Object target, int code, long argument) {
    long place = OWN | host.index();
    return calendar.addCancellable(
        after(delayNanos), host.nextKey(), place, target, code, argument);
  }

  /** An event at any host; {@code time} is a network's latency away at the least. */
  void send(SimHost origin, SimHost to, long time, TimerTarget target, int code, long argument) {
    Kernel there = to.kernel();
    if (there == this) {
      calendar.add(time, origin.nextKey(), to.index(), target, code, argument);
    } else {
      outgoing[there.shard].add(time, origin.nextKey(), to.index(), target, code, argument);
    }
  }

  /**
   * The same with a block of ours, which is the receiver's from here on.
   *
   * @param note comes in the high half of the event's argument; the low half is the block
   */
  void sendBlock(
      SimHost origin, SimHost to, long time, TimerTarget target, int code, int note, int block) {
    sendBlock(origin.nextKey(), to.kernel().shard, to.index(), time, target, code, note, block);
  }

  /** The same to a whole shard, with a key that the caller has taken. */
  void sendToAll(
      long key, Kernel there, long time, TimerTarget target, int code, int note, int block) {
    sendBlock(key, there.shard, Calendar.EVERYWHERE, time, target, code, note, block);
  }

  private void sendBlock(
      long key, int there, int place, long time, Object target, int code, int note, int block) {
    if (there == shard) {
      calendar.add(time, key, place, target, code, (long) note << Integer.SIZE | block);
    } else {
      outgoing[there].add(time, key, place, target, code, note, arena, block);
      arena.give(block);
    }
  }

  /** The same to one host of a shard. */
  void sendBlock(long key, SimHost to, long time, TimerTarget target, int block) {
    sendBlock(key, to.kernel().shard, to.index(), time, target, 0, 0, block);
  }

  /**
   * A datagram at the line of another host.
   *
   * <p>Nobody but the receiver is called, so the event's target is the address that the datagram
   * comes from, and its code says of which host, below 0: it costs no object and leaves the
   * sender's alone.
   */
  void sendDatagram(SimHost origin, SimHost to, long time, Endpoint source, int block) {
    sendBlock(
        origin.nextKey(), to.kernel().shard, to.index(), time, source, ~origin.index(), 0, block);
  }

  /** The same to an ordinary host, with a key that the caller has taken. */
  void sendDatagram(long key, int origin, int to, long time, Endpoint source, int block) {
    sendBlock(key, hosts.shard(to), to, time, source, ~origin, 0, block);
  }

  /** The same datagram once more at the same host, later. */
  void resend(SimHost to, long time, Endpoint source, int sender, int block) {
    sendBlock(to.nextKey(), shard, to.index(), time, source, ~sender, 0, block);
  }

  /** The instant that lies so far ahead, or the end of time. */
  long after(long delayNanos) {
    long time = now + Math.max(0, delayNanos);
    return time < 0 ? Long.MAX_VALUE : time;
  }

  boolean cancel(long handle) {
    return calendar.cancel(handle);
  }

  /**
   * Runs a task in its turn; from any thread.
   *
   * @param owner whose closing drops the task; null if nobody's does
   */
  void post(SimHost origin, @Nullable SimHost owner, Runnable task) {
    if (isCurrent()) {
      add(origin, owner, task);
    } else {
      inbox.add(new Posted(origin, owner, task));
      LockSupport.unpark(driver);
    }
  }

  /** Takes over what other threads have posted. */
  private void drainInbox() {
    for (Posted posted = inbox.poll(); posted != null; posted = inbox.poll()) {
      add(posted.origin, posted.owner, posted.task);
    }
  }

  private void add(SimHost origin, @Nullable SimHost owner, Runnable task) {
    long place = owner == null ? origin.index() : OWN | owner.index();
    calendar.add(now, origin.nextKey(), place, task, 0, 0);
  }

  boolean hasPosted() {
    return !inbox.isEmpty();
  }

  // Other shards.

  /** Swaps what was written for another shard for what it had to read; when nobody runs. */
  static void exchange(Kernel from, Kernel to) {
    from.outbox.flush();
    ShardMailbox read = to.incoming[from.shard];
    to.incoming[from.shard] = from.outgoing[to.shard];
    from.outgoing[to.shard] = read;
  }

  /** Takes over what other shards have sent. */
  void receive() {
    for (ShardMailbox mail : incoming) {
      mail.empty(calendar, arena);
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
    if (!outbox.isEmpty()) {
      outbox.flush();
    }
    if (hasPosted()) {
      drainInbox();
    }
    if (!calendar.poll(limit)) {
      return false;
    }
    runPolled();
    return true;
  }

  /** Runs all events up to an instant, within which no site hears from another. */
  void runWindow(long end) {
    if (!hostByHost) {
      runUntil(end);
      return;
    }
    drainInbox();
    outbox.flush();
    while (calendar.openWindow(end, hosts)) {
      approach.begin(calendar.window());
      do {
        while (calendar.poll(end)) {
          approach.follow(calendar.window());
          runPolled();
        }
      } while (calendar.nextSite());
      outbox.flush();
    }
  }

  private void runPolled() {
    now = calendar.deadline();
    long place = calendar.place();
    Object target = calendar.target();
    int code = calendar.code();
    long argument = calendar.argument();
    if (code < 0 && (place & OWN) == 0) {
      events++;
      SimDatagrams.arrive(hosts.at((int) place), ~code, (Endpoint) target, (int) argument);
    } else if ((place & OWN) == 0) {
      events++;
      run(target, code, argument);
    } else {
      runOwn(hosts.at((int) place), target, code, argument);
    }
  }

  private void runOwn(SimHost host, @Nullable Object target, int code, long argument) {
    if (host.isOpen()) {
      events++;
      host.trace(now, TIMER, host.index(), code, argument);
      runOf(host, target, code, argument);
    }
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
    outbox.flush();
    return calendar.nextDeadline();
  }
}
