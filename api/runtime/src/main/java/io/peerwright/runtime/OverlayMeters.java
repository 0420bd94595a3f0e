package io.peerwright.runtime;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counters of all overlays of all peers, summed by kind of overlay and transport.
 *
 * <p>Nobody waits for a loop: reading a meter tells the loops to bring their counters up to date,
 * once per second at most, and answers with what they said the last time. A peer that is not read
 * pays nothing.
 */
final class OverlayMeters {

  /** A peer that has counters. */
  interface Source {

    /** Brings its sums up to date soon; any thread. */
    void requestSample();
  }

  static final String PREFIX = "peerwright.overlay.";
  static final String PEERS = "peerwright.peers";
  static final String LEVEL_SUFFIX = ".now";

  private static final long SAMPLE_NANOS = 1_000_000_000L;

  private record Key(String overlay, String transport, String meter) {}

  private final Clock clock;
  private final Map<Key, LongAdder> sums = new ConcurrentHashMap<>();
  private final Queue<Meter> published = new ConcurrentLinkedQueue<>();
  private final List<Source> peers = new ArrayList<>();
  private final AtomicLong lastSample;
  private @Nullable MeterRegistry registry;

  /**
   * None are published yet.
   *
   * @param registry where to; null for one of our own, made when somebody asks
   */
  OverlayMeters(Clock clock, @Nullable MeterRegistry registry) {
    this.clock = clock;
    this.lastSample = new AtomicLong(clock.monotonicTime() - SAMPLE_NANOS);
    if (registry != null) {
      publishTo(registry);
    }
  }

  /** Where the meters are; a registry of our own if there is none yet. */
  synchronized MeterRegistry registry() {
    return registry != null
        ? registry
        : publishTo(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
  }

  /** Publishes there from now on. Loads Micrometer, so it is not done before somebody asks. */
  synchronized MeterRegistry publishTo(MeterRegistry target) {
    registry = target;
    published.add(
        Gauge.builder(PEERS, this, OverlayMeters::peerCount)
            .description("peers that run in this process")
            .register(target));
    return target;
  }

  void add(Source peer) {
    synchronized (peers) {
      peers.add(peer);
    }
  }

  void remove(Source peer) {
    synchronized (peers) {
      peers.remove(peer);
    }
  }

  private double peerCount() {
    sampleIfDue();
    synchronized (peers) {
      return peers.size();
    }
  }

  private double read(LongAdder sum) {
    sampleIfDue();
    return sum.sum();
  }

  private void sampleIfDue() {
    long now = clock.monotonicTime();
    long last = lastSample.get();
    if (now - last < SAMPLE_NANOS || !lastSample.compareAndSet(last, now)) {
      return;
    }
    synchronized (peers) {
      peers.forEach(Source::requestSample);
    }
  }

  /** Adds to a sum; the first call for a meter publishes it. */
  void add(String overlay, String transport, String meter, long difference) {
    sums.computeIfAbsent(new Key(overlay, transport, meter), this::publish).add(difference);
  }

  private LongAdder publish(Key key) {
    LongAdder sum = new LongAdder();
    MeterRegistry target = registry();
    String name = PREFIX + key.meter();
    String[] tags = {"overlay", key.overlay(), "transport", key.transport()};
    published.add(
        key.meter().endsWith(LEVEL_SUFFIX)
            ? Gauge.builder(name, () -> read(sum)).tags(tags).strongReference(true).register(target)
            : FunctionCounter.builder(name, sum, this::read).tags(tags).register(target));
    return sum;
  }

  /** Takes all meters out of the registry, which may be the application's. */
  synchronized void close() {
    if (registry != null) {
      published.forEach(registry::remove);
    }
  }
}
