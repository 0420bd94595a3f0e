package io.peerwright.samples.simulate;

import io.peerwright.transport.inmemory.Snapshot;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells those who wait how far a run is: a line now and then. */
final class Pulse {

  /** Not more often than this, in real time. */
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final Snapshot START = new Snapshot(Duration.ZERO, Duration.ZERO, 0, 0, 0);

  private final Consumer<String> listener;
  private Snapshot last = START;

  Pulse(Consumer<String> listener) {
    this.listener = listener;
  }

  boolean isDue(Snapshot now) {
    return now.since(last).realTime().compareTo(EVERY) >= 0;
  }

  /** Says what is done; the speed is that since the line before. */
  void tell(Snapshot now, String done) {
    Snapshot lately = now.since(last);
    last = now;
    listener.accept(
        String.format(
            Locale.ROOT,
            "  %s; %,d s virtual, %s times as fast as real time, %,d events, %,.0f/s",
            done,
            now.virtualTime().toSeconds(),
            String.format(Locale.ROOT, lately.speed() < 10 ? "%.1f" : "%,.0f", lately.speed()),
            now.events(),
            lately.eventsPerSecond()));
  }
}
