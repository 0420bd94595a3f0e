package io.peerwright.kit.network;

import java.util.function.Consumer;

/**
 * How a network behaves, simulated or made so by faults around a transport. Each host may have its
 * own: latency, losses and up-link are those of the sender, the down-link is that of the receiver.
 *
 * <p>The latency of a pair of hosts is drawn once and is the same in both directions: constant if
 * the least and the most are equal, evenly spread between them, or log-normal if there is a median.
 * Where a simulation has routers between the hosts, these decide instead, and of these bounds only
 * the least holds. No packet between two hosts ever takes less than {@code latencyMinMicros}.
 *
 * @param latencyMinMicros the least time one way
 * @param latencyMaxMicros the most time one way
 * @param latencyMedianMicros 0 for a latency that is evenly spread; otherwise it is log-normal with
 *     this median, which is within the bounds; what lies beyond them is moved to them
 * @param latencySigma how far a log-normal latency spreads: the standard deviation of its natural
 *     logarithm; the Internet's is about 0.5 to 1
 * @param jitterMicros at most this is added to the latency, drawn for each packet; streams stay in
 *     order, datagrams may overtake each other
 * @param bandwidthUpBytesPerSecond up-link of a host, 0 for unlimited
 * @param bandwidthDownBytesPerSecond down-link of a host, 0 for unlimited
 * @param queueBytes datagrams that wait in front of a limited link before a send blocks (up) or
 *     they are dropped (down)
 * @param lossPpm datagrams lost, per million
 * @param duplicatePpm datagrams that arrive twice, per million
 * @param reorderPpm datagrams that take up to twice the time, per million
 * @param maxDatagramBytes the largest payload of a datagram
 * @param segmentBytes the most bytes of a stream that travel in one piece
 * @param splitReads whether a piece is delivered cut at random places
 * @param silenceMillis how long a stream holds unacknowledged bytes before it is given up
 */
public record NetworkModel(
    int latencyMinMicros,
    int latencyMaxMicros,
    int latencyMedianMicros,
    double latencySigma,
    int jitterMicros,
    long bandwidthUpBytesPerSecond,
    long bandwidthDownBytesPerSecond,
    int queueBytes,
    int lossPpm,
    int duplicatePpm,
    int reorderPpm,
    int maxDatagramBytes,
    int segmentBytes,
    boolean splitReads,
    int silenceMillis) {

  private static final int MILLION = 1_000_000;

  /** 10 to 100 ms one way, evenly spread, unlimited, no faults, Ethernet-sized pieces. */
  public static final NetworkModel DEFAULT =
      new NetworkModel(
          10_000, 100_000, 0, 0.5, 0, 0, 0, 1 << 18, 0, 0, 0, 65_507, 1_448, false, 60_000);

  /** What a component means, for people who write configurations; empty for others. */
  public static String explain(String component) {
    return switch (component) {
      case "latencyMinMicros" -> "least time one way, each pair of hosts has its own, us";
      case "latencyMaxMicros" -> "most time one way, us, up to 60000000";
      case "latencyMedianMicros" ->
          "of a log-normal latency, us, within its bounds; 0: evenly spread";
      case "latencySigma" -> "how far a log-normal latency spreads, 0..5";
      case "jitterMicros" -> "at most this is added, drawn for each packet, us";
      case "bandwidthUpBytesPerSecond" -> "up-link of a host, bytes/s; 0: unlimited";
      case "bandwidthDownBytesPerSecond" -> "down-link of a host, bytes/s; 0: unlimited";
      case "queueBytes" -> "datagrams that wait in front of a limited link, bytes";
      case "lossPpm" -> "datagrams lost, per million";
      case "duplicatePpm" -> "datagrams that arrive twice, per million";
      case "reorderPpm" -> "datagrams that take up to twice the time, per million";
      case "maxDatagramBytes" -> "largest payload of a datagram, bytes, 512..65507";
      case "segmentBytes" -> "most bytes of a stream in one piece, 1..65000";
      case "splitReads" -> "cut what is delivered of a stream at random places";
      case "silenceMillis" -> "how long a stream waits for an acknowledgement, ms";
      default -> "";
    };
  }

  /** Whether each datagram arrives once, in the time that its distance takes. */
  public boolean deliversAll() {
    return lossPpm == 0 && duplicatePpm == 0 && reorderPpm == 0;
  }

  /** The latency one way of a pair of hosts whose chance is this, in microseconds. */
  public long latencyMicros(long chance) {
    return Distance.micros(
        latencyMinMicros, latencyMaxMicros, latencyMedianMicros, latencySigma, chance);
  }

  /** Checks the ranges. */
  public NetworkModel {
    Bounds.check("latencyMinMicros", latencyMinMicros, 0, latencyMaxMicros);
    Bounds.check("latencyMaxMicros", latencyMaxMicros, 0, 60 * MILLION);
    if (latencyMedianMicros != 0) {
      Bounds.check(
          "latencyMedianMicros (if it is not 0)",
          latencyMedianMicros,
          latencyMinMicros,
          latencyMaxMicros);
    }
    if (!(latencySigma >= 0 && latencySigma <= 5)) {
      throw new IllegalArgumentException("latencySigma must be within 0..5, is " + latencySigma);
    }
    Bounds.check("jitterMicros", jitterMicros, 0, 60 * MILLION);
    Bounds.check("bandwidthUpBytesPerSecond", bandwidthUpBytesPerSecond, 0, 1L << 40);
    Bounds.check("bandwidthDownBytesPerSecond", bandwidthDownBytesPerSecond, 0, 1L << 40);
    Bounds.check("queueBytes", queueBytes, 1, 1 << 30);
    Bounds.check("lossPpm", lossPpm, 0, MILLION);
    Bounds.check("duplicatePpm", duplicatePpm, 0, MILLION);
    Bounds.check("reorderPpm", reorderPpm, 0, MILLION);
    Bounds.check("maxDatagramBytes", maxDatagramBytes, 512, 65_507);
    Bounds.check("segmentBytes", segmentBytes, 1, 65_000);
    Bounds.check("silenceMillis", silenceMillis, 1, Integer.MAX_VALUE);
  }

  /** This model with a latency that is evenly spread; equal bounds make that of all pairs equal. */
  public NetworkModel withLatencyMicros(int least, int most) {
    return but(
        draft -> {
          draft.latencyMinMicros = least;
          draft.latencyMaxMicros = most;
          draft.latencyMedianMicros = 0;
        });
  }

  /** This model with a log-normal latency, within the bounds that there are. */
  public NetworkModel withLogNormalLatency(int medianMicros, double sigma) {
    return but(
        draft -> {
          draft.latencyMedianMicros = medianMicros;
          draft.latencySigma = sigma;
        });
  }

  /** This model with another jitter. */
  public NetworkModel withJitterMicros(int most) {
    return but(draft -> draft.jitterMicros = most);
  }

  /** This model with limited links, 0 for unlimited. */
  public NetworkModel withBandwidth(long upBytesPerSecond, long downBytesPerSecond) {
    return but(
        draft -> {
          draft.bandwidthUpBytesPerSecond = upBytesPerSecond;
          draft.bandwidthDownBytesPerSecond = downBytesPerSecond;
        });
  }

  /** This model with other queues in front of limited links. */
  public NetworkModel withQueueBytes(int bytes) {
    return but(draft -> draft.queueBytes = bytes);
  }

  /** This model with other faults of datagrams, each per million. */
  public NetworkModel withDatagramFaults(int loss, int duplicate, int reorder) {
    return but(
        draft -> {
          draft.lossPpm = loss;
          draft.duplicatePpm = duplicate;
          draft.reorderPpm = reorder;
        });
  }

  /** This model with another limit on datagrams. */
  public NetworkModel withMaxDatagramBytes(int bytes) {
    return but(draft -> draft.maxDatagramBytes = bytes);
  }

  /** This model with streams cut in other ways. */
  public NetworkModel withSegments(int bytes, boolean split) {
    return but(
        draft -> {
          draft.segmentBytes = bytes;
          draft.splitReads = split;
        });
  }

  /** This model with streams that wait more, or less, for an acknowledgement. */
  public NetworkModel withSilenceMillis(int millis) {
    return but(draft -> draft.silenceMillis = millis);
  }

  private NetworkModel but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.model();
  }

  /** The components while some of them are changed. */
  private static final class Draft {

    private int latencyMinMicros;
    private int latencyMaxMicros;
    private int latencyMedianMicros;
    private double latencySigma;
    private int jitterMicros;
    private long bandwidthUpBytesPerSecond;
    private long bandwidthDownBytesPerSecond;
    private int queueBytes;
    private int lossPpm;
    private int duplicatePpm;
    private int reorderPpm;
    private int maxDatagramBytes;
    private int segmentBytes;
    private boolean splitReads;
    private int silenceMillis;

    Draft(NetworkModel model) {
      latencyMinMicros = model.latencyMinMicros;
      latencyMaxMicros = model.latencyMaxMicros;
      latencyMedianMicros = model.latencyMedianMicros;
      latencySigma = model.latencySigma;
      jitterMicros = model.jitterMicros;
      bandwidthUpBytesPerSecond = model.bandwidthUpBytesPerSecond;
      bandwidthDownBytesPerSecond = model.bandwidthDownBytesPerSecond;
      queueBytes = model.queueBytes;
      lossPpm = model.lossPpm;
      duplicatePpm = model.duplicatePpm;
      reorderPpm = model.reorderPpm;
      maxDatagramBytes = model.maxDatagramBytes;
      segmentBytes = model.segmentBytes;
      splitReads = model.splitReads;
      silenceMillis = model.silenceMillis;
    }

    NetworkModel model() {
      return new NetworkModel(
          latencyMinMicros,
          latencyMaxMicros,
          latencyMedianMicros,
          latencySigma,
          jitterMicros,
          bandwidthUpBytesPerSecond,
          bandwidthDownBytesPerSecond,
          queueBytes,
          lossPpm,
          duplicatePpm,
          reorderPpm,
          maxDatagramBytes,
          segmentBytes,
          splitReads,
          silenceMillis);
    }
  }
}
