package io.peerwright.transport.inmemory.kernel;

import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.calendar.Calendar;
import io.peerwright.transport.inmemory.calendar.Run;
import io.peerwright.transport.inmemory.check.CheckPace;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time of the hosts of one shard: takes one event after the other from the calendar, in one
 * thread. Whatever a handler is told is told from here, so that nothing is re-entrant.
 *
 * <p>An event belongs to the shard of the host that it happens at. What another shard's host sends
 * comes as {@link ShardMailbox}, between two runs.
 */
public abstract class Kernel {

  /** What a line of the trace is about. */
  public static final int TIMER = 1;

  public static final int STREAM = 2;
  public static final int DATAGRAM = 3;
  public static final int LIFE_CYCLE = 4;

  /** Marks the place of an event that is its host's own: not the network's, and closed with it. */
  private static final long OWN = 1L << Integer.SIZE;

  private record Posted(KernelHost origin, @Nullable KernelHost owner, Runnable task) {}

  /** The bytes that are under way to hosts of this shard. */
  public final Arena arena = new Arena();

  /** When all tables are looked at, where assertions are enabled. */
  public final CheckPace checks = new CheckPace();

  /** Whether what a handler was shown is overwritten afterwards. */
  public final boolean poison;

  final boolean hostByHost;

  private final int shard;
  private final HostTable hosts;
  private final Calendar calendar = new Calendar();
  private final Queue<Posted> inbox = new ConcurrentLinkedQueue<>();

  /** To each shard, its own left empty; swapped for those that came in when nobody runs. */
  private final ShardMailbox[] outgoing;

  private final ShardMailbox[] incoming;
  private volatile Thread driver = Thread.currentThread();
  private long now;
  private long events;

  /**
   * The kernel of a shard without events.
   *
   * @param shards how many there are
   * @param hosts of all shards
   */
  protected Kernel(int shard, int shards, HostTable hosts, boolean poison, boolean hostByHost) {
    this.shard = shard;
    this.hosts = hosts;
    this.poison = poison;
    this.hostByHost = hostByHost;
    outgoing = ShardMailbox.perShard(shards);
    incoming = ShardMailbox.perShard(shards);
  }

  // What the network does.

  /** Whether there are packets that {@link #flush} adds. */
  protected abstract boolean holdsBack();

  /** Adds the events of packets that were held back, to be sent together. */
  protected abstract void flush();

  /**
   * A datagram is at the line of a host; the block is the network's from here on.
   *
   * @param sender number of the host that sent it
   */
  protected abstract void arrive(int host, int sender, Endpoint source, int block);

  /** The events of a window are ready to be taken. */
  protected abstract void windowOpened(Run window);

  /** One of them was taken and is run next. */
  protected abstract void eventTaken(Run window);

  /**
   * Fails if a table of the hosts of this shard is not in order.
   *
   * @return about how many entries were looked at
   */
  protected abstract int checkInvariants();

  /** Reports what a handler threw. What this throws itself ends the run. */
  public abstract void failed(KernelHost host, Throwable thrown);

  /** The number of this shard. */
  public int shard() {
    return shard;
  }

  public long now() {
    return now;
  }

  public long events() {
    return events;
  }

  /** The current event does not count: how many there are of its kind depends on the shards. */
  public void discount() {
    events--;
  }

  /** Events that wait, and what other threads have handed in. */
  public int pending() {
    flush();
    return calendar.size() + (inbox.isEmpty() ? 0 : inbox.size());
  }

  /** Makes a thread the loop of this shard's hosts. */
  void drivenBy(Thread thread) {
    if (driver != thread) {
      driver = thread;
    }
  }

  public boolean isCurrent() {
    return Thread.currentThread() == driver;
  }

  // Adding events.

  /** An event of the network itself at one of our hosts, which its closing does not take away. */
  public void at(KernelHost origin, long time, TimerTarget target, int code, long argument) {
    calendar.add(time, origin.nextKey(), origin.index(), target, code, argument);
  }

  /** The same, to be cancelled. */
  public long alarm(KernelHost origin, long time, TimerTarget target, int code, long argument) {
    return calendar.addCancellable(time, origin.nextKey(), origin.index(), target, code, argument);
  }

  /** An event of a host, dropped when the host is closed. */
  public long timer(KernelHost host, long delayNanos, Object target, int code, long argument) {
    long place = OWN | host.index();
    return calendar.addCancellable(
        after(delayNanos), host.nextKey(), place, target, code, argument);
  }

  /** An event at any host; {@code time} is a network's latency away at the least. */
  public void send(
      KernelHost origin, KernelHost to, long time, TimerTarget target, int code, long argument) {
    int there = to.shard();
    if (there == shard) {
      calendar.add(time, origin.nextKey(), to.index(), target, code, argument);
    } else {
      outgoing[there].add(time, origin.nextKey(), to.index(), target, code, argument);
    }
  }

  /**
   * The same with a block of ours, which is the receiver's from here on.
   *
   * @param note comes in the high half of the event's argument; the low half is the block
   */
  public void sendBlock(
      KernelHost origin,
      KernelHost to,
      long time,
      TimerTarget target,
      int code,
      int note,
      int block) {
    sendBlock(origin.nextKey(), to.shard(), to.index(), time, target, code, note, block);
  }

  /** The same to a whole shard, with a key that the caller has taken. */
  public void sendToAll(
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
  public void sendBlock(long key, KernelHost to, long time, TimerTarget target, int block) {
    sendBlock(key, to.shard(), to.index(), time, target, 0, 0, block);
  }

  /**
   * A datagram at the line of another host.
   *
   * <p>Nobody but the receiver is called, so the event's target is the address that the datagram
   * comes from, and its code says of which host, below 0: it costs no object and leaves the
   * sender's alone.
   */
  public void sendDatagram(
      KernelHost origin, KernelHost to, long time, Endpoint source, int block) {
    sendBlock(origin.nextKey(), to.shard(), to.index(), time, source, ~origin.index(), 0, block);
  }

  /** The same to an ordinary host, with a key that the caller has taken. */
  public void sendDatagram(long key, int origin, int to, long time, Endpoint source, int block) {
    sendBlock(key, hosts.shard(to), to, time, source, ~origin, 0, block);
  }

  /** The same datagram once more at the same host, later. */
  public void resend(KernelHost to, long time, Endpoint source, int sender, int block) {
    sendBlock(to.nextKey(), shard, to.index(), time, source, ~sender, 0, block);
  }

  /** The instant that lies so far ahead, or the end of time. */
  public long after(long delayNanos) {
    long time = now + Math.max(0, delayNanos);
    return time < 0 ? Long.MAX_VALUE : time;
  }

  public boolean cancel(long handle) {
    return calendar.cancel(handle);
  }

  /**
   * Runs a task in its turn; from any thread.
   *
   * @param owner whose closing drops the task; null if nobody's does
   */
  public void post(KernelHost origin, @Nullable KernelHost owner, Runnable task) {
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

  private void add(KernelHost origin, @Nullable KernelHost owner, Runnable task) {
    long place = owner == null ? origin.index() : OWN | owner.index();
    calendar.add(now, origin.nextKey(), place, task, 0, 0);
  }

  boolean hasPosted() {
    return !inbox.isEmpty();
  }

  // Other shards.

  /** Swaps what was written for another shard for what it had to read; when nobody runs. */
  static void exchange(Kernel from, Kernel to) {
    from.flush();
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
  public void runUntil(long limit) {
    boolean more = true;
    while (more) {
      more = step(limit);
    }
  }

  /** Runs the next event if it is due by {@code limit}. */
  boolean step(long limit) {
    if (holdsBack()) {
      flush();
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
    flush();
    while (calendar.openWindow(end, hosts)) {
      windowOpened(calendar.window());
      do {
        while (calendar.poll(end)) {
          eventTaken(calendar.window());
          runPolled();
        }
      } while (calendar.nextSite());
      flush();
    }
  }

  private void runPolled() {
    runNext();
    assert !checks.isDue(events) || holdInvariants();
  }

  private boolean holdInvariants() {
    checks.looked(calendar.checkInvariants() + checkInvariants(), events);
    return true;
  }

  private void runNext() {
    now = calendar.deadline();
    long place = calendar.place();
    Object target = calendar.target();
    int code = calendar.code();
    long argument = calendar.argument();
    if (code < 0 && (place & OWN) == 0) {
      events++;
      arrive((int) place, ~code, (Endpoint) Objects.requireNonNull(target), (int) argument);
    } else if ((place & OWN) == 0) {
      events++;
      run(target, code, argument);
    } else {
      runOwn(hosts.at((int) place), target, code, argument);
    }
  }

  private void runOwn(KernelHost host, @Nullable Object target, int code, long argument) {
    if (host.isOpen()) {
      events++;
      host.trace(now, TIMER, host.index(), code, argument);
      runOf(host, target, code, argument);
    }
  }

  private void runOf(KernelHost host, @Nullable Object target, int code, long argument) {
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
    flush();
    return calendar.nextDeadline();
  }
}
