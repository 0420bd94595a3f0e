package io.peerwright.multicast.reliable;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last bundles of a source, for who asks again and for who joins late: in order, without a gap,
 * bounded by bytes, number and age. A ring by sequence that grows as it fills; the array of the
 * bundle that was in a place before is used again, so that a source in full flow allocates nothing.
 */
final class SentBundles {

  private static final int MOST = 1 << 12;

  private static final class Bundle {
    byte[] bytes = new byte[0];
    int length;
    long end;
    long sentNanos;
    long repairedNanos;
  }

  private final int mostBytes;
  private final long maxAgeNanos;
  private @Nullable Bundle[] ring = new Bundle[8];
  private long lowest = 1;
  private long highest;
  private long bytes;
  private long total;

  /** Keeps so many bytes for so long; the last bundle in any case. */
  SentBundles(int mostBytes, long maxAgeNanos) {
    this.mostBytes = mostBytes;
    this.maxAgeNanos = maxAgeNanos;
  }

  /** The lowest sequence that is kept; one more than {@link #highest} if none is. */
  long lowest() {
    return lowest;
  }

  /** The highest sequence that was sent; 0 before the first. */
  long highest() {
    return highest;
  }

  /** Keeps a copy of a bundle, which has the next sequence. */
  void add(ByteBuffer bundle, long nowNanos) {
    int length = bundle.remaining();
    makeRoom(length, nowNanos);
    if (highest - lowest + 1 == ring.length) {
      grow();
    }
    int place = place(++highest);
    Bundle taken = ring[place];
    if (taken == null) {
      taken = new Bundle();
      ring[place] = taken;
    }
    if (taken.bytes.length < length) {
      taken.bytes = new byte[length];
    }
    bundle.get(bundle.position(), taken.bytes, 0, length);
    taken.length = length;
    taken.sentNanos = nowNanos;
    taken.repairedNanos = nowNanos;
    bytes += length;
    total += length;
    taken.end = total;
  }

  private void makeRoom(int length, long nowNanos) {
    while (lowest <= highest
        && (bytes + length > mostBytes
            || highest - lowest + 1 >= MOST
            || nowNanos - kept(lowest).sentNanos > maxAgeNanos)) {
      bytes -= kept(lowest).length;
      lowest++;
    }
  }

  /** How many bytes were sent after a sequence; what is kept, if that is not any more. */
  long bytesAfter(long sequence) {
    return sequence < lowest ? bytes : sequence >= highest ? 0 : total - kept(sequence).end;
  }

  /** Drops those that are too old. */
  void dropOld(long nowNanos) {
    makeRoom(0, nowNanos);
  }

  private void grow() {
    @Nullable Bundle[] grown = new Bundle[ring.length * 2];
    for (long each = lowest; each <= highest; each++) {
      grown[(int) each & grown.length - 1] = kept(each);
    }
    ring = grown;
  }

  private int place(long sequence) {
    return (int) sequence & ring.length - 1;
  }

  private Bundle kept(long sequence) {
    return Objects.requireNonNull(ring[place(sequence)]);
  }

  /**
   * A bundle that is asked for again.
   *
   * @param holdNanos not if it was sent so short a time ago: what several ask for is sent once
   * @return null if it is not kept, or was sent just now
   */
  @Nullable ByteBuffer again(long sequence, long nowNanos, long holdNanos) {
    if (sequence < lowest || sequence > highest) {
      return null;
    }
    Bundle found = kept(sequence);
    if (nowNanos - found.repairedNanos < holdNanos) {
      return null;
    }
    found.repairedNanos = nowNanos;
    return ByteBuffer.wrap(found.bytes, 0, found.length);
  }
}
