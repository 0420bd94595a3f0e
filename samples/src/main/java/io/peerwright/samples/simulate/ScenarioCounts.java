package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the peers of a scale run report, each on the thread of its shard. */
final class ScenarioCounts {

  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger searched = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicInteger missed = new AtomicInteger();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  void onJoined() {
    joined.incrementAndGet();
  }

  void onHit() {
    hits.incrementAndGet();
  }

  /** A search is over; {@code possible} is whether another peer in reach shares the title. */
  void onSearched(boolean successfully, boolean possible) {
    // Found first: nobody may see all searched and one not counted.
    found.addAndGet(successfully ? 1 : 0);
    missed.addAndGet(!successfully && possible ? 1 : 0);
    searched.incrementAndGet();
  }

  void onFetched(boolean successfully, long size) {
    bytes.addAndGet(successfully ? size : 0);
    (successfully ? downloads : failed).incrementAndGet();
  }

  /** Whether so many peers have searched, and fetched what they found. */
  boolean isOver(int peers) {
    return searched.get() == peers && downloads.get() + failed.get() == found.get();
  }

  /** How far it is, for who waits. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d joined, %,d searched, %,d downloads",
        joined.get(),
        searched.get(),
        downloads.get());
  }

  Report report(Simulation simulation, Duration realTime, Duration cpuTime) {
    return new Report(
        joined.get(),
        searched.get(),
        found.get(),
        missed.get(),
        hits.get(),
        downloads.get(),
        failed.get(),
        bytes.get(),
        simulation.events(),
        simulation.traceHash(),
        simulation.now(),
        realTime,
        cpuTime);
  }
}
