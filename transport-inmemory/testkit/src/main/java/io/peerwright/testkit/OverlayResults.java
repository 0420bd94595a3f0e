package io.peerwright.testkit;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of a run of the {@link OverlayTestKit}. All of it is the same for the same seed. */
public final class OverlayResults {

  private final int peers;
  private final List<PeerEvent> events;
  private final Map<String, Long> meters;
  private final long traceHash;
  private final Duration virtualTime;
  private final Map<String, Long> traceHashes;
  private final String repeat;

  OverlayResults(
      int peers,
      List<PeerEvent> events,
      Map<String, Long> meters,
      long traceHash,
      Duration virtualTime,
      Map<String, Long> traceHashes,
      String repeat) {
    this.peers = peers;
    this.events = events;
    this.meters = Collections.unmodifiableMap(new TreeMap<>(meters));
    this.traceHash = traceHash;
    this.virtualTime = virtualTime;
    this.traceHashes = traceHashes;
    this.repeat = repeat;
  }

  /** All that happened. */
  public PeerEvents events() {
    return new PeerEvents(events, "events", repeat);
  }

  /**
   * The meters of the overlay, each summed over all peers, in the order of their names: counters
   * also of those that have gone, levels as they were at the end.
   */
  public Map<String, Long> meters() {
    return meters;
  }

  /**
   * The sum of one meter.
   *
   * @throws AssertionError if no peer tells it
   */
  public long meter(String name) {
    Long value = meters.get(name);
    if (value == null) {
      throw failure("no meter " + name + " among " + meters.keySet());
    }
    return value;
  }

  /** The hash over all that was sent and all timers that ran. */
  public long traceHash() {
    return traceHash;
  }

  /** The hash of each host by its name. */
  Map<String, Long> traceHashes() {
    return traceHashes;
  }

  /** How long it took in the simulation. */
  public Duration virtualTime() {
    return virtualTime;
  }

  /** The one line that repeats this run. */
  public String repeat() {
    return repeat;
  }

  /** Every peer has joined at least once. */
  public OverlayResults assertAllJoined() {
    int joined = events().of(PeerEvent.Kind.JOINED).peers();
    if (joined != peers) {
      throw failure(
          joined + " of " + peers + " peers joined; " + events().about(OverlayTestKit.JOIN));
    }
    return this;
  }

  /** No step of any peer failed, or is not finished. */
  public OverlayResults assertNothingFailed() {
    events()
        .where(
            "that failed",
            event ->
                event.kind() == PeerEvent.Kind.FAILED || event.kind() == PeerEvent.Kind.UNFINISHED)
        .assertNone();
    return this;
  }

  /** The sum of a meter is within a range, inclusive. */
  public OverlayResults assertMeter(String name, long least, long most) {
    long value = meter(name);
    if (value < least || value > most) {
      throw failure(name + " is " + value + ", " + least + ".." + most + " expected");
    }
    return this;
  }

  /** The sum of a meter is so much or more. */
  public OverlayResults assertMeterAtLeast(String name, long least) {
    return assertMeter(name, least, Long.MAX_VALUE);
  }

  private AssertionError failure(String message) {
    return new AssertionError(message + "\nrepeat with: " + repeat);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d peers, %d events in %.3f s, trace %016x, %s",
        peers,
        events.size(),
        virtualTime.toNanos() / 1e9,
        traceHash,
        meters);
  }
}
