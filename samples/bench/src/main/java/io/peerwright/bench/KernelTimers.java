package io.peerwright.bench;

import com.sun.management.ThreadMXBean;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What a timer of a simulation costs when a million of them are pending: each one that expires sets
 * the next. By turns with a heap of timer objects.
 */
final class KernelTimers implements Benchmark {

  private static final int PENDING = 1_000_000;
  private static final int ROUNDS = 5;
  private static final long MOST_NANOS = 1_000_000_000L;
  private static final double LIMIT_NANOS = 60;

  private record Timer(long time, long sequence) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return time != other.time
          ? Long.compare(time, other.time)
          : Long.compare(sequence, other.sequence);
    }
  }

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long state = 1;

  @Override
  public String name() {
    return "kernel-timers";
  }

  @Override
  public String description() {
    return "1,000,000 pending timers of a simulation: nanoseconds to insert and expire one";
  }

  @Override
  public List<String> jvmOptions() {
    return Jvm.LARGE_HEAP;
  }

  /** A cheap draw, so that what is measured is the timers. */
  private long delay() {
    state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    return (state >>> 33) % MOST_NANOS;
  }

  @Override
  public Figure measure(Progress progress) {
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT)) {
      Loop loop = sim.newHost("host", null, null).loop();
      TimerTarget again = new Again(loop);
      PriorityQueue<Timer> heap = new PriorityQueue<>();
      for (int i = 0; i < PENDING; i++) {
        loop.schedule(delay(), again, 0, 0);
        heap.add(new Timer(delay(), i));
      }
      for (int round = -1; round < ROUNDS; round++) {
        double mine = simulated(sim);
        double other = heaped(heap);
        if (round >= 0) {
          ours[round] = mine;
          theirs[round] = other;
        }
        progress.say(
            String.format("  round %d: ours %.1f ns, heap %.1f ns", round + 1, mine, other));
      }
    }
    progress.say(
        String.format(
            "  limit %.0f ns, this is %.2f of it", LIMIT_NANOS, Rounds.median(ours) / LIMIT_NANOS));
    return new Figure(
        name(),
        Rounds.median(ours),
        "ns",
        "heap of timer objects",
        Rounds.median(theirs),
        "value <= " + LIMIT_NANOS);
  }

  private double simulated(Simulation sim) {
    long events = sim.events();
    long cpu = threads.getCurrentThreadCpuTime();
    sim.runFor(Duration.ofSeconds(1));
    return (double) (threads.getCurrentThreadCpuTime() - cpu) / (sim.events() - events);
  }

  private double heaped(PriorityQueue<Timer> heap) {
    int count = 2 * PENDING;
    long cpu = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      Timer timer = heap.remove();
      heap.add(new Timer(timer.time + delay(), timer.sequence + 1));
    }
    return (double) (threads.getCurrentThreadCpuTime() - cpu) / count;
  }

  private final class Again implements TimerTarget {
    private final Loop loop;

    Again(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void onTimer(int code, long argument) {
      loop.schedule(delay(), this, code, argument);
    }
  }
}
