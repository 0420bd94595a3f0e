package io.peerwright.decorators.faults;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.decorators.limit.LimitConfig;
import io.peerwright.decorators.limit.LimitConfig.Rates;
import io.peerwright.kit.network.NetworkModel;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What becomes of the next packet: the model and the chance. All that is known of the model. */
final class Faults {

  /** Adds nothing to the network below. */
  static final NetworkModel NONE = NetworkModel.DEFAULT.withLatencyMicros(0, 0);

  private static final int MILLION = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final NetworkModel model;
  private final Loop loop;
  private final RandomGenerator chance;

  /** Makes the latency to each address its own. */
  private final long distances;

  Faults(NetworkModel model, Loop loop) {
    this.model = model;
    this.loop = loop;
    chance = loop.random("faults");
    distances = chance.nextLong();
  }

  Loop loop() {
    return loop;
  }

  /** Nanoseconds that the next packet takes longer; the same to each address but for the jitter. */
  long delay(Endpoint to) {
    long seed = distances ^ to.high() * 31 ^ to.low();
    long micros = model.latencyMicros(new SplittableRandom(seed).nextLong());
    if (model.jitterMicros() > 0) {
      micros += chance.nextLong(model.jitterMicros() + 1L);
    }
    return micros * NANOS_PER_MICRO;
  }

  /** As {@link #delay}, for a datagram: one that is to be overtaken takes up to twice the time. */
  long datagramDelay(Endpoint to) {
    long delay = delay(to);
    return happens(model.reorderPpm()) ? delay + chance.nextLong(delay + 1) : delay;
  }

  boolean isLost() {
    return happens(model.lossPpm());
  }

  boolean isDoubled() {
    return happens(model.duplicatePpm());
  }

  private boolean happens(int perMillion) {
    return perMillion > 0 && chance.nextInt(MILLION) < perMillion;
  }

  int maxDatagramBytes() {
    return model.maxDatagramBytes();
  }

  /** How many bytes of datagrams may be under way. */
  int queueBytes() {
    return model.queueBytes();
  }

  /** The most bytes of a stream in one piece. */
  int segmentBytes() {
    return model.segmentBytes();
  }

  /** How many of so many bytes are delivered next. */
  int cut(int bytes) {
    return model.splitReads() && bytes > 1 ? 1 + chance.nextInt(bytes) : bytes;
  }

  /** The limited lines, as what the host may send and receive. */
  static LimitConfig lines(NetworkModel model) {
    return LimitConfig.DEFAULT.withHost(
        Rates.of(model.bandwidthUpBytesPerSecond(), model.bandwidthDownBytesPerSecond()));
  }
}
