package io.peerwright.samples.torrent;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast bytes come and go, over the last seconds: long enough to be steady. */
final class Rates {

  private static final double WINDOW_NANOS = 5e9;
  private static final double NANOS = 1e9;

  private record Sample(long nanos, long received, long sent) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  void add(long nanos, TransferStatus status) {
    samples.add(new Sample(nanos, status.received(), status.sent()));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Bytes received in a second. */
  long down() {
    return samples.isEmpty()
        ? 0
        : perSecond(samples.getLast().received - samples.getFirst().received);
  }

  /** Bytes sent in a second. */
  long up() {
    return samples.isEmpty() ? 0 : perSecond(samples.getLast().sent - samples.getFirst().sent);
  }

  private long perSecond(long bytes) {
    double seconds = (samples.getLast().nanos - samples.getFirst().nanos) / NANOS;
    return seconds <= 0 ? 0 : Math.round(bytes / seconds);
  }
}
