package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When the blocks of some pieces will come: worked out once from everything that is asked for, for
 * one peer that may be quicker.
 */
final class LateBlocks {

  /** How much later a block may come than it could. */
  private static final double PATIENCE_SECONDS = 1;

  private final RequestPeer peer;
  private final long now;

  /** For each piece and block in how many seconds it may come. */
  private final Map<PartialPiece, double[]> seconds = new LinkedHashMap<>();

  /**
   * Looks at what is under way.
   *
   * @param overtaken of which pieces blocks may be asked for again
   * @param others everybody who is asked, the peer itself included
   */
  LateBlocks(
      RequestPeer peer,
      long now,
      Iterable<PartialPiece> begun,
      Predicate<PartialPiece> overtaken,
      List<? extends RequestPeer> others) {
    this.peer = peer;
    this.now = now;
    for (PartialPiece each : begun) {
      if (overtaken.test(each)) {
        // A block that no peer was asked for is one of many that a server was asked for.
        double[] never = new double[each.blocks()];
        Arrays.fill(never, Double.POSITIVE_INFINITY);
        seconds.put(each, never);
      }
    }
    if (!seconds.isEmpty()) {
      others.forEach(this::add);
    }
  }

  private void add(RequestPeer other) {
    double secondsPerBlock = other.requests().secondsPerBlock(now);
    int place = 0;
    for (RequestState.Asked asked : other.requests().asked) {
      place++;
      double[] known = seconds.get(asked.assembly());
      if (known != null) {
        double itsTime = other == peer ? 0 : place * secondsPerBlock;
        known[asked.block()] = Math.min(known[asked.block()], itsTime);
      }
    }
  }

  /** The pieces of which blocks may be asked for again, in the order of their beginning. */
  Iterable<PartialPiece> pieces() {
    return seconds.keySet();
  }

  /** True if a block comes much later than it would from the peer. */
  boolean isLate(PartialPiece piece, int block) {
    double ours = (peer.requests().asked.size() + 1) * peer.requests().secondsPerBlock(now);
    return Objects.requireNonNull(seconds.get(piece))[block] > 2 * ours + PATIENCE_SECONDS;
  }
}
