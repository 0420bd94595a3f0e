package io.peerwright.runtime;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<Key, LongAdder> published = new LinkedHashMap<>();
  private final List<MeterRegistry> registries = new ArrayList<>();
  private final List<Runnable> removals = new ArrayList<>();
  private final List<Source> peers = new ArrayList<>();
  private final AtomicLong lastSample;

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
    return registries.isEmpty()
        ? publishTo(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock))
        : registries.get(0);
  }

  /** Where they can be read as Prometheus does: the application's registry if it is of the kind. */
  synchronized PrometheusMeterRegistry prometheus() {
    for (MeterRegistry each : registries) {
      if (each instanceof PrometheusMeterRegistry there) {
        return there;
      }
    }
    registry();
    return publishTo(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** Publishes there, too. Loads Micrometer, so it is not done before somebody asks. */
  synchronized <R extends MeterRegistry> R publishTo(R target) {
    registries.add(target);
    Meter count =
        Gauge.builder(PEERS, this, OverlayMeters::peerCount)
            .description("peers that run in this process")
            .register(target);
    removals.add(() -> target.remove(count));
    published.forEach((key, sum) -> publish(key, sum, target));
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

  private synchronized LongAdder publish(Key key) {
    LongAdder sum = new LongAdder();
    registry();
    published.put(key, sum);
    registries.forEach(target -> publish(key, sum, target));
    return sum;
  }

  private void publish(Key key, LongAdder sum, MeterRegistry target) {
    String name = PREFIX + key.meter();
    String[] tags = {"overlay", key.overlay(), "transport", key.transport()};
    Meter meter =
        key.meter().endsWith(LEVEL_SUFFIX)
            ? Gauge.builder(name, () -> read(sum)).tags(tags).strongReference(true).register(target)
            : FunctionCounter.builder(name, sum, this::read).tags(tags).register(target);
    removals.add(() -> target.remove(meter));
  }

  /** Takes all meters out of the registries, one of which may be the application's. */
  synchronized void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }
}
