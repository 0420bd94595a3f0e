package io.peerwright.transport.inmemory;

/**
 * How the simulated network behaves. Each host may have its own: latency, losses and up-link are
 * those of the sender, the down-link is that of the receiver.
 *
 * @param latencyMinMicros the least time one way; each pair of hosts has its own between this and
 *     the next, the same in both directions
 * @param latencyMaxMicros the most time one way
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

  /** 10 to 100 ms one way, unlimited, no faults, Ethernet-sized pieces. */
  public static final NetworkModel DEFAULT =
      new NetworkModel(10_000, 100_000, 0, 0, 0, 1 << 18, 0, 0, 0, 65_507, 1_448, false, 60_000);

  /** Checks the ranges. */
  public NetworkModel {
    range("latencyMinMicros", latencyMinMicros, 0, latencyMaxMicros);
    range("latencyMaxMicros", latencyMaxMicros, 0, 60 * MILLION);
    range("jitterMicros", jitterMicros, 0, 60 * MILLION);
    range("bandwidthUpBytesPerSecond", bandwidthUpBytesPerSecond, 0, 1L << 40);
    range("bandwidthDownBytesPerSecond", bandwidthDownBytesPerSecond, 0, 1L << 40);
    range("queueBytes", queueBytes, 1, 1 << 30);
    range("lossPpm", lossPpm, 0, MILLION);
    range("duplicatePpm", duplicatePpm, 0, MILLION);
    range("reorderPpm", reorderPpm, 0, MILLION);
    range("maxDatagramBytes", maxDatagramBytes, 512, 65_507);
    range("segmentBytes", segmentBytes, 1, 65_000);
    range("silenceMillis", silenceMillis, 1, Integer.MAX_VALUE);
  }

  private static void range(String component, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          component + " must be within " + least + ".." + most + ", is " + value);
    }
  }

  /** This model with other latencies; equal ones make the latency of all pairs the same. */
  public NetworkModel withLatencyMicros(int least, int most) {
    return new NetworkModel(
        least,
        most,
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

  /** This model with another jitter. */
  public NetworkModel withJitterMicros(int most) {
    return new NetworkModel(
        latencyMinMicros,
        latencyMaxMicros,
        most,
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

  /** This model with limited links, 0 for unlimited. */
  public NetworkModel withBandwidth(long upBytesPerSecond, long downBytesPerSecond) {
    return new NetworkModel(
        latencyMinMicros,
        latencyMaxMicros,
        jitterMicros,
        upBytesPerSecond,
        downBytesPerSecond,
        queueBytes,
        lossPpm,
        duplicatePpm,
        reorderPpm,
        maxDatagramBytes,
        segmentBytes,
        splitReads,
        silenceMillis);
  }

  /** This model with other faults of datagrams, each per million. */
  public NetworkModel withDatagramFaults(int loss, int duplicate, int reorder) {
    return new NetworkModel(
        latencyMinMicros,
        latencyMaxMicros,
        jitterMicros,
        bandwidthUpBytesPerSecond,
        bandwidthDownBytesPerSecond,
        queueBytes,
        loss,
        duplicate,
        reorder,
        maxDatagramBytes,
        segmentBytes,
        splitReads,
        silenceMillis);
  }

  /** This model with streams cut in other ways. */
  public NetworkModel withSegments(int bytes, boolean split) {
    return new NetworkModel(
        latencyMinMicros,
        latencyMaxMicros,
        jitterMicros,
        bandwidthUpBytesPerSecond,
        bandwidthDownBytesPerSecond,
        queueBytes,
        lossPpm,
        duplicatePpm,
        reorderPpm,
        maxDatagramBytes,
        bytes,
        split,
        silenceMillis);
  }
}
