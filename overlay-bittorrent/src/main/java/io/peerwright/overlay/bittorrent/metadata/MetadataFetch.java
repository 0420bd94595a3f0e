package io.peerwright.overlay.bittorrent.metadata;

import io.peerwright.kit.limit.PaceWatch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The info dictionary from one peer, as far as it has come. The peer's word for the size costs
 * nothing: there is memory only for what has arrived.
 */
public final class MetadataFetch {

  /** The length of a piece of it (BEP 9). */
  public static final int PIECE = 1 << 14;

  /** Pieces that are asked for at a time. */
  private static final int AHEAD = 4;

  /** A peer that sends nothing for ten seconds, or less than this for long, is too slow. */
  private static final PaceWatch.Pace PACE = new PaceWatch.Pace(1024, 10_000_000_000L, 0);

  private final int size;
  private final Map<Integer, byte[]> pieces = new TreeMap<>();
  private final PaceWatch watch;
  private final long startedAt;
  private int asked;
  private int bytes;

  public MetadataFetch(int size, long now) {
    this.size = size;
    this.startedAt = now;
    this.watch = new PaceWatch(PACE, now);
  }

  public int count() {
    return (size + PIECE - 1) / PIECE;
  }

  public long age(long now) {
    return now - startedAt;
  }

  public int received() {
    return pieces.size();
  }

  /** What it holds in memory. */
  public int bytes() {
    return bytes;
  }

  public boolean isWhole() {
    return pieces.size() == count();
  }

  public boolean isTooSlow(long now) {
    return watch.verdict(now) != PaceWatch.Verdict.GOOD;
  }

  /** The next piece to ask for, which is asked for now; -1 if none should be. */
  public int takeNext() {
    return asked < count() && asked - pieces.size() < AHEAD ? asked++ : -1;
  }

  /** True if a piece was asked for and has not come. */
  public boolean awaits(int piece) {
    return piece < asked && !pieces.containsKey(piece);
  }

  public int lengthOf(int piece) {
    return Math.min(PIECE, size - piece * PIECE);
  }

  public void add(int piece, ByteBuffer data, long now) {
    byte[] copy = new byte[data.remaining()];
    data.get(copy);
    pieces.put(piece, copy);
    bytes += copy.length;
    watch.progress(copy.length, now);
  }

  public byte[] whole() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes);
    pieces.values().forEach(all::writeBytes);
    return all.toByteArray();
  }
}
