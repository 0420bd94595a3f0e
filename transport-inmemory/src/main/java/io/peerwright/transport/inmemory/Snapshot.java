package io.peerwright.transport.inmemory;

import io.peerwright.transport.inmemory.kernel.Shards;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a simulation has come, for people. All but the real time repeats.
 *
 * @param virtualTime that has passed in it
 * @param realTime that was spent in running it
 * @param events that have been run
 * @param pending events that wait: packets under way, timers, tasks
 * @param hosts that have been added so far
 */
public record Snapshot(
    Duration virtualTime, Duration realTime, long events, long pending, int hosts) {

  static Snapshot of(Shards<?> shards, int hosts) {
    return new Snapshot(
        Duration.ofNanos(shards.now()),
        Duration.ofNanos(shards.realNanos()),
        shards.events(),
        shards.pending(),
        hosts);
  }

  /** What has happened since an earlier one; what is pending and who is there stays as it is. */
  public Snapshot since(Snapshot earlier) {
    return new Snapshot(
        virtualTime.minus(earlier.virtualTime),
        realTime.minus(earlier.realTime),
        events - earlier.events,
        pending,
        hosts);
  }

  /** Events for each second of real time; 0 before any has passed. */
  public double eventsPerSecond() {
    return realTime.isZero() ? 0 : events / seconds(realTime);
  }

  /** How many times as fast as the real clock it runs; 0 before any time has passed. */
  public double speed() {
    return realTime.isZero() ? 0 : seconds(virtualTime) / seconds(realTime);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** One line for a person who waits. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,.0f s virtual in %,.1f s (%,.1f times as fast), %,d events (%,.0f/s), %,d pending,"
            + " %,d hosts",
        seconds(virtualTime),
        seconds(realTime),
        speed(),
        events,
        eventsPerSecond(),
        pending,
        hosts);
  }
}
