package io.peerwright.kit.kademlia;

import java.math.BigInteger;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Data that a peer keeps for others, each for a while. When it is full, what is farthest from the
 * peer goes first: others keep that, and what is near nobody can push out without numbers that are
 * nearer still.
 */
public final class NearestValues {

  private record Kept(byte[] value, long untilNanos) {}

  private final BigInteger own;
  private final Distance distance;
  private final int most;
  private final TreeMap<BigInteger, Kept> kept = new TreeMap<>();

  /**
   * Nothing kept; near is what Kademlia calls so.
   *
   * @param own the number of this peer
   * @param most how many are kept
   */
  public NearestValues(BigInteger own, int most) {
    this(own, Distance.XOR, most);
  }

  /**
   * Nothing kept.
   *
   * @param distance how far this peer is from a key
   */
  public NearestValues(BigInteger own, Distance distance, int most) {
    this.own = own;
    this.distance = distance;
    this.most = most;
  }

  /**
   * Keeps something, or keeps it longer.
   *
   * @param value not copied
   * @param untilNanos of the loop's clock
   */
  public void put(BigInteger key, byte[] value, long untilNanos) {
    kept.put(distance.between(own, key), new Kept(value, untilNanos));
    if (kept.size() > most) {
      kept.pollLastEntry();
    }
  }

  /** What is kept under a key; null if nothing is. */
  public byte @Nullable [] get(BigInteger key, long nowNanos) {
    Kept found = kept.get(distance.between(own, key));
    return found == null || found.untilNanos - nowNanos <= 0 ? null : found.value;
  }

  /** Drops what is too old. */
  public void expire(long nowNanos) {
    kept.values().removeIf(each -> each.untilNanos - nowNanos <= 0);
  }

  /** How many are kept, those that are too old and not dropped yet included. */
  public int size() {
    return kept.size();
  }
}
